// Package widgets holds the controls Fyne does not have: a row list that draws
// a log of any length into one raster, a byte view, a composer entry and a few
// small ones. It imports Fyne and nothing of this program.
//
// Widgets announce what a person meant through their On… fields and do nothing
// else about it; an On… field left nil is an announcement nobody wants. Setters
// never announce. Everything here is called on the window's goroutine, and
// starts none.
//
// Colours and sizes come from the theme by name, so both variants and a theme
// changed while running are followed:
//
//	Normal   ColorNameForeground        Dim, Status  ColorNamePlaceHolder
//	In       ColorNameSuccess           Out          ColorNamePrimary
//	Error    ColorNameError             Accent       ColorNameWarning
//	Code     ColorNamePlaceHolder on a box tinted with ColorNameForeground
//	Tinted   one of the package's own colours, which no theme has
//
// Rows are written in the theme's monospace font at SizeNameText - 1, codes at
// 0.8 of that.
package widgets
