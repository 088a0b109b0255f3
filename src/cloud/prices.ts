/**
 * What AWS charges, in US dollars, us-east-1, without free tiers, volume discounts and taxes. Data for estimates: the bill
 * is in the Billing console.
 */

/** Day on which the numbers were put together. */
export const pricesOf = '2026-11-22'

export interface Price {
  dollars: number
  per: string
  /** The page that states it. */
  source: string
}

const s3 = 'https://aws.amazon.com/s3/pricing/'
const sqs = 'https://aws.amazon.com/sqs/pricing/'
const ec2 = 'https://aws.amazon.com/ec2/pricing/on-demand/'
const ebs = 'https://aws.amazon.com/ebs/pricing/'
const vpc = 'https://aws.amazon.com/vpc/pricing/'
const lambda = 'https://aws.amazon.com/lambda/pricing/'
const athena = 'https://aws.amazon.com/athena/pricing/'
const stepFunctions = 'https://aws.amazon.com/step-functions/pricing/'
const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/'

export const prices = {
  s3Get: { dollars: 0.4e-6, per: 'GET request', source: s3 },
  /** PUT, COPY, POST, LIST. */
  s3Put: { dollars: 5e-6, per: 'PUT or LIST request', source: s3 },
  s3Storage: { dollars: 0.023, per: 'GB and month', source: s3 },
  /** A batch of up to 10 messages is one request, each 64 KB of it another. S3's own events are charged, too. */
  sqsRequest: { dollars: 0.4e-6, per: 'request', source: sqs },
  lambdaRequest: { dollars: 0.2e-6, per: 'call', source: lambda },
  lambdaArm: { dollars: 1.33334e-5, per: 'GB and second', source: lambda },
  athenaScan: { dollars: 5e-12, per: 'byte read, at least 10 MB a query', source: athena },
  stepFunctions: { dollars: 2.5e-5, per: 'transition', source: stepFunctions },
  logs: { dollars: 0.5e-9, per: 'byte written', source: cloudWatch },
  ebs: { dollars: 0.08, per: 'GB and month (gp3)', source: ebs },
  /** A worker has a public address: a NAT gateway would cost more. */
  publicAddress: { dollars: 0.005, per: 'address and hour', source: vpc },
} as const satisfies Record<string, Price>

/** A machine for workers, dollars an hour. Spot prices move by the hour, the zone and the region: a range, and a usual one. */
export interface Machine {
  onDemand: number
  spot: { usual: number; from: number; to: number }
  vcpus: number
  gpu: string
  source: string
}

const spotHistory = `${ec2} and the spot price history of the EC2 console`

export const machines = {
  'g6.xlarge': {
    onDemand: 0.8048,
    spot: { usual: 0.32, from: 0.26, to: 0.4 },
    vcpus: 4,
    gpu: 'L4',
    source: spotHistory,
  },
  'g6.2xlarge': {
    onDemand: 0.9776,
    spot: { usual: 0.39, from: 0.3, to: 0.5 },
    vcpus: 8,
    gpu: 'L4',
    source: spotHistory,
  },
  'g6.4xlarge': {
    onDemand: 1.3232,
    spot: { usual: 0.53, from: 0.4, to: 0.7 },
    vcpus: 16,
    gpu: 'L4',
    source: spotHistory,
  },
  'g4dn.xlarge': {
    onDemand: 0.526,
    spot: { usual: 0.22, from: 0.16, to: 0.3 },
    vcpus: 4,
    gpu: 'T4',
    source: spotHistory,
  },
  'g5.4xlarge': {
    onDemand: 1.624,
    spot: { usual: 0.67, from: 0.64, to: 0.71 },
    vcpus: 16,
    gpu: 'A10G',
    source: spotHistory,
  },
  /** Of a stage with `device=cpu`. */
  'c6i.xlarge': {
    onDemand: 0.17,
    spot: { usual: 0.07, from: 0.06, to: 0.09 },
    vcpus: 4,
    gpu: 'none',
    source: spotHistory,
  },
} as const satisfies Record<string, Machine>

export type MachineName = keyof typeof machines

/** The first kind of machine that a stack asks for. */
export const usualMachine: MachineName = 'g6.xlarge'

/** Dollars of one worker for an hour: the machine, its disk and its address. */
export function workerHour({ machine = usualMachine, price }: { machine?: MachineName; price?: number } = {}): number {
  const hoursAMonth = 730
  return (
    (price ?? machines[machine].spot.usual) +
    (diskGigabytes * prices.ebs.dollars) / hoursAMonth +
    prices.publicAddress.dollars
  )
}

/** Disk of a machine for the container image and temporary files. */
const diskGigabytes = 60
