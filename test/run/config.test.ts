import { expect, test } from '@jest/globals'
import { checked } from '../../src/run/config.ts'

const asked = (...variables: string[]) => checked({ variables }, (field) => field)

test('who asks for a column is told which family has it', () => {
  expect(() => asked('hue', 'self_similarity_luma')).toThrow(
    '"self_similarity_luma": is a column of the family spectrum_luma; name that',
  )
  expect(() => asked('hue', 'self_similarity_lumen')).toThrow(/Invalid option: expected one of .*"spectrum_luma"/)
  expect(asked('hue', 'spectrum_luma').variables).toEqual(['hue', 'spectrum_luma'])
})
