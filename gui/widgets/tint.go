package widgets

import "image/color"

// A Tint is one of a few colours that tell rows apart without meaning anything.
// The zero Tint is none; any other number is one of Tints colours.
type Tint uint8

// Tints is how many tints there are.
const Tints = 10

// TintOf returns the tint of a name, always the same one; none of an empty name.
func TintOf(name string) Tint {
	if name == "" {
		return 0
	}
	sum := uint32(2166136261) // FNV-1a, without the memory that hash/fnv takes
	for i := range len(name) {
		sum = (sum ^ uint32(name[i])) * 16777619
	}
	return Tint(1 + (sum^sum>>16)%Tints)
}

// The tints keep away from the colour of errors, and can be read as text.
var (
	tintsOnDark = [Tints]color.RGBA{
		opaque(0x8ab4f8), opaque(0x81c995), opaque(0xe6c75a), opaque(0xc58af9), opaque(0x78d9ec),
		opaque(0xfcad70), opaque(0xf29bd4), opaque(0xb5d46a), opaque(0x9fa8f5), opaque(0x5fd3b2),
	}
	tintsOnLight = [Tints]color.RGBA{
		opaque(0x1a5fb4), opaque(0x1e7a3c), opaque(0x806000), opaque(0x7b2cbf), opaque(0x0b6f82),
		opaque(0xa34a00), opaque(0xad1f6d), opaque(0x586f00), opaque(0x3f4fc4), opaque(0x007166),
	}
)

func opaque(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// bright reports whether black text is easier to read on c than white.
func bright(c color.RGBA) bool {
	return 299*int(c.R)+587*int(c.G)+114*int(c.B) > 128_000
}

// tint returns the colour of t, that of text for none.
func (p *palette) tint(t Tint) color.RGBA {
	if t == 0 {
		return p.styles[Normal]
	}
	return p.tints[(t-1)%Tints]
}
