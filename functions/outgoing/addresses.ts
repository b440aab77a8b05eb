import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Azure's host service has a public address: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const HOST_SERVICES: ReadonlySet<string> = new Set(['168.63.129.16'])

/** What the registry hands out for the internet (RFC 4291 §2.4): embedded IPv4, NAT64 and local prefixes lie elsewhere. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to the internet: none of a private network, this machine, a link, a cloud's metadata
 * service, multicast or documentation, and none that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo), which
 * would lead there by another name. What is no address is not public.
 */
export const isPublicAddress = (text: string): boolean => {
  if (isIP(text) === 0 || HOST_SERVICES.has(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_UNICAST)
}
