import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

// The parts of ECharts that the report draws with; `render.ts` loads this file when the first chart is drawn.
use([SVGRenderer, BarChart, CustomChart, LineChart, GridComponent, MarkLineComponent])

export { init }
