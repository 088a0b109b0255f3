export { flood } from './flood'
export { alike, mostLikeness, overlap } from './likeness'
export { silhouette } from './silhouette'
export { stable } from './stable'
