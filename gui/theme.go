package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Appearances that a person can choose.
const (
	AppearanceSystem = ""
	AppearanceLight  = "light"
	AppearanceDark   = "dark"
)

// A look is Fyne's theme with the colours of a tool that is stared at for hours, and less air, so that 1024x700 is
// enough for everything.
type look struct {
	fyne.Theme
	appearance string
}

func newLook(appearance string) fyne.Theme { return &look{theme.DefaultTheme(), appearance} }

type shades struct{ dark, light color.NRGBA }

func rgb(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }

var colours = map[fyne.ThemeColorName]shades{
	theme.ColorNameBackground:          {rgb(0x1a1b1f), rgb(0xf4f5f7)},
	theme.ColorNameForeground:          {rgb(0xe4e6ea), rgb(0x1d2027)},
	theme.ColorNameInputBackground:     {rgb(0x121317), rgb(0xffffff)},
	theme.ColorNameInputBorder:         {rgb(0x3a3d45), rgb(0xc3c8d1)},
	theme.ColorNameMenuBackground:      {rgb(0x26282e), rgb(0xffffff)},
	theme.ColorNameOverlayBackground:   {rgb(0x202227), rgb(0xffffff)},
	theme.ColorNameHeaderBackground:    {rgb(0x202227), rgb(0xe9ebef)},
	theme.ColorNameButton:              {rgb(0x2c2f36), rgb(0xe2e5ea)},
	theme.ColorNameDisabledButton:      {rgb(0x24262b), rgb(0xe9ebef)},
	theme.ColorNamePrimary:             {rgb(0x4d93ff), rgb(0x1559c9)},
	theme.ColorNameHyperlink:           {rgb(0x6aa7ff), rgb(0x1559c9)},
	theme.ColorNameSuccess:             {rgb(0x3ccf91), rgb(0x0f7a4d)},
	theme.ColorNameError:               {rgb(0xff5c5c), rgb(0xc02626)},
	theme.ColorNameWarning:             {rgb(0xe8a33d), rgb(0x905d0a)},
	theme.ColorNamePlaceHolder:         {rgb(0x868b96), rgb(0x636975)},
	theme.ColorNameDisabled:            {rgb(0x8a8f9a), rgb(0x6a707c)},
	theme.ColorNameSeparator:           {rgb(0x2e3037), rgb(0xd5d9e0)},
	theme.ColorNameScrollBar:           {rgb(0x555a66), rgb(0xa9aeb9)},
	theme.ColorNameSelection:           {rgb(0x274777), rgb(0xc5dbfb)},
	theme.ColorNameHover:               {color.NRGBA{0xff, 0xff, 0xff, 0x12}, color.NRGBA{0, 0, 0, 0x10}},
	theme.ColorNameFocus:               {color.NRGBA{0x4d, 0x93, 0xff, 0x60}, color.NRGBA{0x15, 0x59, 0xc9, 0x50}},
	theme.ColorNameForegroundOnPrimary: {rgb(0x0b1526), rgb(0xffffff)},
	theme.ColorNameForegroundOnError:   {rgb(0x1d0606), rgb(0xffffff)},
}

func (l *look) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch l.appearance {
	case AppearanceLight:
		return theme.VariantLight
	case AppearanceDark:
		return theme.VariantDark
	}
	return system
}

func (l *look) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	v := l.variant(system)
	s, ok := colours[name]
	switch {
	case !ok:
		return l.Theme.Color(name, v)
	case v == theme.VariantLight:
		return s.light
	}
	return s.dark
}

func (l *look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 11
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameHeadingText:
		return 19
	case theme.SizeNamePadding:
		return 3
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameInlineIcon:
		return 17
	case theme.SizeNameScrollBar:
		return 10
	}
	return l.Theme.Size(name)
}
