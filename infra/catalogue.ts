import { Stack } from 'aws-cdk-lib'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import type { Construct } from 'constructs'
import { columnsOf, type Dataset, datasets } from './columns.ts'
import type { Settings } from './context.ts'
import { bucketName, names, prefixes } from './contract.ts'

/**
 * The datasets as tables, for Athena. Days are partitions that Athena reckons from the query (partition projection), so
 * nobody has to tell the catalogue of a new day.
 */
export function catalogue(scope: Construct, settings: Settings): void {
  const { account } = Stack.of(scope)
  const name = names(settings.stage).database
  const database = new CfnDatabase(scope, 'Database', {
    catalogId: account,
    databaseInput: { name, description: `Limelight, stage ${settings.stage}: one row an image, one row a post` },
  })
  for (const dataset of datasets) table(scope, settings, dataset).addResourceDependency(database)
}

const descriptions: Record<Dataset, string> = {
  images: 'One row an image that was given, whatever became of it',
  detections: 'One row a box: logos, objects, faces, text',
  exposures: 'One row an image and brand that is on it',
  embeddings: 'One row a vector',
  posts: 'One row a post',
}

function table(scope: Construct, settings: Settings, dataset: Dataset): CfnTable {
  const { account, region } = Stack.of(scope)
  const location = `s3://${bucketName(settings.stage, account, region)}/${prefixes.datasets}${dataset}/`
  return new CfnTable(scope, `Table-${dataset}`, {
    catalogId: account,
    databaseName: names(settings.stage).database,
    tableInput: {
      name: dataset,
      description: descriptions[dataset],
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [{ name: 'dt', type: 'string', comment: 'day of the upload, UTC' }],
      parameters: {
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.dt.type': 'date',
        'projection.dt.format': 'yyyy-MM-dd',
        'projection.dt.range': `${firstDay},NOW`,
        'projection.dt.interval': '1',
        'projection.dt.interval.unit': 'DAYS',
        'storage.location.template': `${location}dt=\${dt}/`,
      },
      storageDescriptor: {
        location,
        columns: columnsOf(dataset),
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serdeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          // By name: compaction leaves out columns that no image of a day has.
          parameters: { 'serialization.format': '1' },
        },
      },
    },
  })
}

/** Before any upload: days are those of uploads, not those of posts. */
const firstDay = '2026-01-01'
