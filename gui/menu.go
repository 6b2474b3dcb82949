package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// A command is one thing that the menu does, by key too. Fyne's shortcuts reach past a focused entry only as items of the
// menu, and only with a modifier.
type command struct {
	name string
	key  fyne.KeyName // 0: none
	mod  fyne.KeyModifier
	do   func()
}

// keys writes the shortcut as people do.
func (c command) keys() string {
	if c.key == "" {
		return ""
	}
	name := map[fyne.KeyName]string{fyne.KeyPeriod: ".", fyne.KeyReturn: "Enter"}[c.key]
	if name == "" {
		name = string(c.key)
	}
	text := "Ctrl+"
	if c.mod&fyne.KeyModifierShift != 0 {
		text += "Shift+"
	}
	return text + name
}

func (w *Window) commands() [][]command {
	ctrl, shift := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
	return [][]command{
		{
			{tr("Save log…"), fyne.KeyS, ctrl, w.saveLog},
			{tr("Export selected rows…"), fyne.KeyE, ctrl, w.exportSelected},
			{tr("Open log…"), fyne.KeyO, shift, w.openLog},
			{tr("Sessions of the log…"), fyne.KeyY, shift, w.showSessions},
			{tr("Back to the live log"), fyne.KeyV, shift, w.showLive},
			{tr("Replay sent rows…"), fyne.KeyA, shift, w.askReplay},
			{tr("Clear log"), fyne.KeyK, shift, w.clearLog},
			{tr("Bring cleared rows back"), fyne.KeyZ, shift, w.bench.RestoreLog},
			{tr("Quit"), fyne.KeyQ, ctrl, w.askToClose},
		},
		{
			{tr("Start, connect, bind or look up"), fyne.KeyR, ctrl, w.beginHere},
			{tr("Start another"), fyne.KeyR, shift, w.beginAnother},
			{tr("Stop"), fyne.KeyPeriod, ctrl, w.stopHere},
			{tr("Options of the form"), fyne.KeyO, ctrl, w.toggleOptions},
			{tr("Send the selected row again"), fyne.KeyS, shift, func() { w.sendAgain(w.inspector.seq) }},
			{tr("Send the message"), fyne.KeyReturn, ctrl, w.sendHere},
			{tr("Write it as text"), fyne.KeyT, shift, func() { w.writeAs(codec.Text) }},
			{tr("Write it as hex"), fyne.KeyH, shift, func() { w.writeAs(codec.Hex) }},
			{tr("Write it with escapes"), fyne.KeyE, shift, func() { w.writeAs(codec.Escapes) }},
			{tr("Send a file…"), fyne.KeyU, shift, w.chooseFile},
			{tr("Finish sending (FIN)"), fyne.KeyD, ctrl, func() { w.endHere(netcore.EndHalfClose) }},
			{tr("Close the connection"), fyne.KeyW, shift, func() { w.endHere(netcore.EndClose) }},
			{tr("Abort the connection (RST)"), fyne.KeyD, shift, func() { w.endHere(netcore.EndAbort) }},
			{tr("Repeat the message…"), fyne.KeyReturn, shift, w.askRepeat},
			{tr("Sequences…"), fyne.Key6, ctrl, w.showSequences},
			{tr("Stop all that runs"), fyne.KeyPeriod, shift, w.stopActivities},
		},
		{
			{tr("TCP Server"), fyne.Key1, ctrl, func() { w.choose(tabServer) }},
			{tr("TCP Client"), fyne.Key2, ctrl, func() { w.choose(tabClient) }},
			{tr("UDP Peer"), fyne.Key3, ctrl, func() { w.choose(tabUDP) }},
			{tr("Lookups"), fyne.Key4, ctrl, func() { w.choose(tabLookups) }},
			{tr("Go to the log"), fyne.KeyL, ctrl, w.beforeLog(func() { w.win.Canvas().Focus(w.log.list) })},
			{tr("Go to the message"), fyne.KeyM, ctrl, w.focusMessage},
			{tr("Go to the connections"), fyne.KeyG, ctrl, w.focusSessions},
			{tr("Inspect another way"), fyne.KeyI, ctrl, w.beforeLog(w.inspector.toggle)},
			{tr("Find in the bytes"), fyne.KeyI, shift, w.beforeLog(w.inspector.find.open)},
			{tr("Filter"), fyne.KeyF, ctrl, w.beforeLog(func() { w.win.Canvas().Focus(w.log.text) })},
			{tr("Show the stream of the selected row"), fyne.KeyG, shift, w.beforeLog(w.showStream)},
			{tr("Compare the two selected rows"), fyne.KeyM, shift, w.beforeLog(w.compareSelected)},
			{tr("Follow new rows"), fyne.KeyF, shift, func() { w.log.setFollow(!w.log.follow.On()) }},
			{tr("Statistics"), fyne.KeyU, ctrl, w.toggleStatistics},
			{tr("Columns of the log…"), fyne.KeyL, shift, w.log.askColumns},
			{tr("Times of the log…"), fyne.KeyT, ctrl, w.log.askTimes},
			{tr("Colour by peer"), fyne.KeyP, ctrl, w.log.toggleColours}, // the last: checkColours
		},
		w.log.commands(),
		w.saved.commands(),
	}
}

func (w *Window) menu() *fyne.MainMenu {
	titles := []string{tr("File"), tr("Connection"), tr("View"), tr("Log"), tr("Messages")}
	var menus []*fyne.Menu
	for i, commands := range w.commands() {
		var items []*fyne.MenuItem
		for _, c := range commands {
			item := fyne.NewMenuItem(c.name, w.unlessAsking(c.do))
			if c.key != "" {
				item.Shortcut = &desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}
			}
			item.IsQuit = c.key == fyne.KeyQ
			items = append(items, item)
		}
		switch i {
		case 3:
			items = append(items, fyne.NewMenuItemSeparator(), w.messagesMenu())
		case 4:
			items = append(items, w.saved.menuItems()...)
		}
		menus = append(menus, fyne.NewMenu(titles[i], items...))
	}
	w.log.checkColours(menus[2])
	return fyne.NewMainMenu(append(menus, w.optionsMenu(), w.helpMenu())...)
}

// unlessAsking does nothing while a dialog wants an answer: its keys would reach past it.
func (w *Window) unlessAsking(do func()) func() {
	return func() {
		if w.win.Canvas().Overlays().Top() == nil {
			do()
		}
	}
}

func (w *Window) optionsMenu() *fyne.Menu {
	menu := fyne.NewMenu(tr("Options"))
	enter := fyne.NewMenuItem(tr("Enter sends (Shift+Enter breaks the line)"), nil)
	enter.Checked = w.settings.EnterSends
	enter.Action = func() {
		w.settings.EnterSends = !w.settings.EnterSends
		enter.Checked = w.settings.EnterSends
		menu.Refresh()
		w.applyEnterSends()
		w.keep()
	}
	menu.Items = append(menu.Items, enter, w.newProgramsItem(), fyne.NewMenuItemSeparator())
	var looks []*fyne.MenuItem
	for _, a := range []struct{ name, value string }{{tr("As the system"), AppearanceSystem}, {tr("Light"), AppearanceLight}, {tr("Dark"), AppearanceDark}} {
		item := fyne.NewMenuItem(a.name, nil)
		item.Checked = w.settings.Appearance == a.value
		item.Action = func() {
			for _, other := range looks {
				other.Checked = other == item
			}
			menu.Refresh()
			w.setAppearance(a.value)
		}
		looks = append(looks, item)
	}
	menu.Items = append(menu.Items, looks...)
	return menu
}

func (w *Window) helpMenu() *fyne.Menu {
	return fyne.NewMenu(tr("Help"), fyne.NewMenuItem(tr("Keys"), w.showKeys), fyne.NewMenuItem(tr("First steps"), w.showCard),
		fyne.NewMenuItem(tr("About Wirevise"), w.showAbout))
}

// showKeys lists every key.
func (w *Window) showKeys() {
	grid := container.NewGridWithColumns(2)
	add := func(keys, what string) {
		k := widget.NewLabel(keys)
		k.TextStyle.Monospace = true
		grid.Add(k)
		grid.Add(widget.NewLabel(what))
	}
	for _, commands := range w.commands() {
		for _, c := range commands {
			if c.key != "" {
				add(c.keys(), c.name)
			}
		}
	}
	add("Up, Down", tr("in an empty message: bring the last ones back"))
	add("Up, Down, PgUp, PgDn, Home, End", tr("in the log: go; with Shift: select"))
	add("Ins, Del, Space, Alt+Up, Alt+Down", tr("in the list of rules: add, remove, switch, move"))
	add("Alt+1 … Alt+0", tr("send one of the first ten saved messages that are in no folder"))
	add("Enter, Space, F2, Delete, Alt+Up, Alt+Down", tr("in the saved messages: send, edit, name and folder, delete, move"))
	add("Tab, Shift+Tab", tr("go to the next field"))
	d := w.pop(tr("Keys"), tr("Close"), container.NewVScroll(grid))
	d.Resize(fyne.NewSize(640, 560))
}

func (w *Window) showAbout() {
	m := w.app.Metadata()
	w.say("Wirevise "+m.Version, tr("A socket workbench: TCP, UDP and lookups in one window, and every byte in one log.")+"\n"+tr("MIT licence."))
}

func (w *Window) beginHere() {
	if w.chosen == tabLookups {
		w.lookups.begin()
		return
	}
	w.sockets[w.chosen].begin()
}

func (w *Window) beginAnother() {
	if w.chosen != tabLookups {
		w.sockets[w.chosen].openNew()
	}
}

func (w *Window) toggleOptions() {
	if w.chosen != tabLookups {
		w.sockets[w.chosen].form.toggleOptions()
		w.sockets[w.chosen].relayout()
	}
}

func (w *Window) stopHere() {
	if w.chosen == tabLookups {
		w.lookups.stop()
		return
	}
	w.sockets[w.chosen].end()
}

func (w *Window) sendHere() {
	if w.chosen != tabLookups {
		w.sockets[w.chosen].sendNow()
	}
}

// writeAs chooses how the message is written and goes there. Tab is a character in it and does not lead to the choice.
func (w *Window) writeAs(mode codec.Mode) {
	if w.chosen != tabLookups {
		c := w.sockets[w.chosen].composer
		w.sockets[w.chosen].saved.show(sideMessage)
		c.mode.SetSelected(int(mode) - 1)
		c.check()
		w.focusMessage()
	}
}

func (w *Window) endHere(how netcore.How) {
	if w.chosen == tabLookups {
		return
	}
	l := w.sockets[w.chosen].sessions
	if r, ok := l.current(); ok && !r.ended() {
		l.end(r, how)
	} else {
		w.say(tr("Which connection?"), tr("Choose one in the list first: click it, or go there with Ctrl+G and the arrow keys, and press Space."))
	}
}

func (w *Window) focusMessage() {
	if w.chosen != tabLookups {
		w.sockets[w.chosen].saved.show(sideMessage)
		w.win.Canvas().Focus(w.sockets[w.chosen].composer.field())
	}
}

func (w *Window) focusSessions() {
	if w.chosen != tabLookups {
		w.win.Canvas().Focus(w.sockets[w.chosen].sessions.list)
	}
}
