import { Stack, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Says why a finding of cdk-nag is as it should be. It counts for the construct and what is below it, and for this finding only.
 * @param rule `AwsSolutions-IAM4[Policy::...]`, as the report of `npx cdk synth` names it
 */
export function accept(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason })
}

/** The same for the wildcard of a policy's resource. */
export function acceptWildcard(construct: IConstruct, resource: string, reason: string): void {
  accept(construct, `AwsSolutions-IAM5[Resource::${asReported(Stack.of(construct).resolve(resource))}]`, reason)
}

/** A resource's name as cdk-nag writes it: references in angle brackets. */
function asReported(value: unknown): string {
  if (typeof value === 'string') return value
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Partial<Record<string, unknown>>
  if (Ref) return `<${Ref}>`
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`
  if (!Array.isArray(join))
    throw new Error(`${JSON.stringify(value)} is no reference that cdk-nag's findings could name`)
  const [between, parts] = join as [string, unknown[]]
  return parts.map(asReported).join(between)
}
