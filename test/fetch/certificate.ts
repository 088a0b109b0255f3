/** Of a host that is nowhere, for servers of tests alone; signed by itself, from 2020 to 2120. */
export const secureHost = 'images.limelight-tests.com'

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbzBJXxQJGZvTJXiK
IchCsxLizfWWZsbENQtpeR1BOmGhRANCAASYMyJRmVWgwutfzXHXyLYa1MNMG6YM
WygGggcsg7MFBhy5vl6ESPlE0vloV3oHvm13zwNuQ3Gbh26yKP8OjvBI
-----END PRIVATE KEY-----
`

export const cert = `-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIBATAKBggqhkjOPQQDAjAlMSMwIQYDVQQDDBppbWFnZXMu
bGltZWxpZ2h0LXRlc3RzLmNvbTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAw
MDAwMFowJTEjMCEGA1UEAwwaaW1hZ2VzLmxpbWVsaWdodC10ZXN0cy5jb20wWTAT
BgcqhkjOPQIBBggqhkjOPQMBBwNCAASYMyJRmVWgwutfzXHXyLYa1MNMG6YMWygG
ggcsg7MFBhy5vl6ESPlE0vloV3oHvm13zwNuQ3Gbh26yKP8OjvBIozowODAlBgNV
HREEHjAcghppbWFnZXMubGltZWxpZ2h0LXRlc3RzLmNvbTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQCj7UUewM1z4t8aYYi8TtAd0hFb4lkmQVC7
7ENuFTb3XAIhANRpmeRi4bdlazGtczJerCdhTyYiMcCjHxgDa/NXg3b5
-----END CERTIFICATE-----
`
