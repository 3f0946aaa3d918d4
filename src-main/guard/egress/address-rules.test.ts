// Which addresses count as the internet.
import { expect, it } from 'vitest';
import { isOwnAddress, isPublicAddress } from './address-rules.ts';

it.each(
  [
    '127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1',
    '100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1',
    '240.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 ::ffff:127.0.0.1',
    '::ffff:10.0.0.1 ::ffff:7f00:1 ::127.0.0.1 ::7f00:1 ::808:808 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::808:808',
    '2002:7f00:1:: 2002:808:808:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 100::1 5f00::1 3fff::1 4000::1',
    'fd00:ec2::254 2001:10::1 localhost 0x7f000001 2130706433',
  ].flatMap((line) => line.split(' ')),
)('keeps away from %s [T22]', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  'takes %s for the internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it('knows this machine under any of its addresses [T22]', () => {
  const interfaces = ['127.0.0.1', '192.168.1.7', '2606:4700:0::7', 'fe80::7%eth0'];
  for (const own of ['127.9.9.9', '::1', '0.0.0.0', '192.168.1.7', '::ffff:192.168.1.7', '2606:4700::7', 'fe80::7'])
    expect(isOwnAddress(own, interfaces)).toBe(true);
  for (const other of ['8.8.8.8', '192.168.1.8', '2606:4700::8', 'nonsense'])
    expect(isOwnAddress(other, interfaces)).toBe(false);
});
