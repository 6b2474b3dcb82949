package gui

import (
	"slices"

	"fyne.io/fyne/v2"

	"wirevise/netcore/codec"
)

// usual are checksums as protocols have them.
var usual = []struct {
	name string
	sum  codec.Checksum
}{
	{"Modbus RTU: CRC-16, lowest byte first", codec.Checksum{Sum: sumNamed("crc-16/modbus"), Little: true}},
	{"Modbus ASCII: LRC of the digits behind the colon", codec.Checksum{Sum: sumNamed("lrc"), From: 1, Digits: true, As: codec.SumCapitals}},
	{"NMEA: XOR between $ and *, in hex", codec.Checksum{Sum: sumNamed("xor-8"), From: 1, To: -1, As: codec.SumCapitals}},
	{"XMODEM: CRC-16", codec.Checksum{Sum: sumNamed("crc-16/xmodem")}},
	{"CRC-32 as in zip and Ethernet, lowest byte first", codec.Checksum{Sum: sumNamed("crc-32/iso-hdlc"), Little: true}},
}

// sumNamed is a sum that there is.
func sumNamed(name string) codec.Sum {
	s, ok := codec.LookupSum(name)
	if !ok {
		panic("no checksum is called " + name)
	}
	return s
}

// offerChecksums shows the menu of checksums above its button: those of the message, and what may be added.
func (c *composer) offerChecksums() {
	var items []*fyne.MenuItem
	for i, s := range c.sums {
		items = append(items, fyne.NewMenuItem(trf("%d. %s…", i+1, s), func() { c.askChecksum(i) }))
	}
	if len(c.sums) > 0 {
		items = append(items, fyne.NewMenuItem(tr("No checksums"), func() { c.setSums(nil) }), fyne.NewMenuItemSeparator())
	}
	items = append(items, fyne.NewMenuItem(tr("Add a checksum…"), func() { c.askChecksum(len(c.sums)) }))
	for _, u := range usual {
		items = append(items, fyne.NewMenuItem(tr(u.name), func() { c.setSums(append(slices.Clone(c.sums), u.sum)) }))
	}
	c.offer(c.checksums, items)
}

func (c *composer) setSums(sums []codec.Checksum) {
	c.sums = sums
	c.showExtras()
	c.check()
	c.w.win.Canvas().Focus(c.entry)
}
