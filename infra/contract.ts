/**
 * The names that the stacks share with the functions, the worker and the command line.
 *
 * Of src, infra imports this and two things more: the registry's columns (`src/variables/registry`) and their SQL types
 * (`src/dataset/schema.ts`), from which Athena's tables are made. A test holds it to that.
 */
export * from '../src/aws/contract.ts'
