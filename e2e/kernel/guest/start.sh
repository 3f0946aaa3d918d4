# Runs inside the machine: drivers, udev, then the scene. Of the drivers of serial chips none is loaded.
export SYSTEMD_IGNORE_CHROOT=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp
for driver in i2c-dev "i2c-stub chip_addr=0x48,0x50" dummy_hcd libcomposite usb_f_acm cdc-acm uhid hid-generic xhci-pci i2c-i801; do
  modprobe -d "$MODULES" $driver || echo "no driver: $driver"
done
/lib/systemd/systemd-udevd --daemon --children-max=2
udevadm trigger --action=add -s tty -s i2c-dev -s usb -s hidraw
udevadm settle -t 20
mount -t configfs c /sys/kernel/config 2>/dev/null
"$NODE" --disable-warning=ExperimentalWarning "$SCENE"
echo "scene ended: $?"
