package gui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2/widget"

	"wirevise/netcore/codec"
)

// say tells what came of something, in the place of the preview; "" gives that back.
func (c *composer) say(text string) {
	c.said.SetText(text)
	c.oneOfThree()
}

// complain tells what is wrong, in the same place.
func (c *composer) complain(text string) {
	c.problem.SetText(text)
	c.oneOfThree()
}

// oneOfThree shows a problem, else what was said, else the preview: they have one place.
func (c *composer) oneOfThree() {
	c.said.Hidden = c.problem.Text != ""
	hidden := c.said.Text != "" || c.problem.Text != "" || c.file != nil && c.file.on()
	if c.preview.Visible() == hidden {
		c.preview.Hidden = hidden
		c.preview.Refresh()
	}
	c.said.Refresh()
}

// check shows the bytes that will go out and marks what is wrong with the text.
func (c *composer) check() (*codec.Template, error) {
	if c.sessions == nil {
		return nil, nil // not built yet
	}
	if c.file.show(); c.file.on() {
		c.file.check()
		return nil, nil
	}
	m := c.Composition()
	c.enable(m.Mode != codec.Hex || m.Variables, c.encoding) // of what variables stand for
	c.enable(m.Mode != codec.Hex, c.ending)
	if len(m.Text) > 0 {
		c.say("")
	}
	template, err := m.Compile()
	var payload []byte
	if err == nil {
		payload, err = template.Bytes(c.exampleVars())
	}
	if err == nil {
		payload, err = c.framed(payload)
	}
	if err != nil {
		c.complain(mistake(err))
		c.send.SetText(tr("Send"))
		c.preview.set(nil, m.Encoding)
		return nil, err
	}
	c.complain("")
	if m.Text == "" && c.said.Text != "" {
		c.preview.set(nil, m.Encoding)
	} else {
		c.preview.set(payload, m.Encoding)
	}
	c.send.SetText(trf("Send %s", sizeText(len(payload))))
	return template, nil
}

// enable lets choices be made, or not where they mean nothing.
func (c *composer) enable(on bool, choices ...*widget.Select) {
	for _, s := range choices {
		switch {
		case on == !s.Disabled():
		case on:
			s.Enable()
		default:
			s.Disable()
		}
	}
}

// written is the message that is written here, for what a file can't be used for. Where there is none the person is told.
func (c *composer) written() (*codec.Template, bool) {
	template, err := c.check()
	switch {
	case err != nil:
		c.placeCursor(err)
		return nil, false
	case template == nil:
		c.complain(tr("This takes a message that is written: choose Text, Hex or Escapes"))
		return nil, false
	}
	return template, true
}

// exampleVars are the variables of the next message to the first receiver. Where there is none it is one of the addresses that
// are nobody's (RFC 5737).
func (c *composer) exampleVars() *codec.Vars {
	v := c.nextVars()
	v.Peer = "192.0.2.1:9000"
	if list := c.receivers(); len(list) > 0 {
		v.Peer = c.w.bench.PeerOf(list[0])
	}
	if c.to != nil && c.to.Text != "" {
		v.Peer = c.to.Text
	}
	return v
}

// framed is a message as it will go out to the first receiver.
func (c *composer) framed(payload []byte) ([]byte, error) {
	framer := c.framer()
	if framer == nil {
		return payload, nil
	}
	wrap, err := framer.Wrap(int64(len(payload)))
	if err != nil {
		return nil, err
	}
	return wrap.Append(nil, payload), nil
}

// nextVars are the variables of the next message, but for its peer.
func (c *composer) nextVars() *codec.Vars {
	return &codec.Vars{Seq: c.counter + 1, Now: time.Now(), Clip: func() (string, error) { return c.w.app.Clipboard().Content(), nil }}
}

// sizeText counts exactly: what is sent is not rounded.
func sizeText(n int) string { return countText(uint64(n)) + " B" }

// mistake tells where in the text something is wrong, and what.
func mistake(err error) string {
	var syntax *codec.SyntaxError
	var sum *codec.SumError
	switch {
	case errors.As(err, &sum):
		return trf("Checksum %d: %s", sum.Index+1, sum.Text)
	case !errors.As(err, &syntax):
		return err.Error()
	case syntax.Line > 1:
		return trf("Line %d, column %d: %s", syntax.Line, syntax.Column, syntax.Text)
	}
	return trf("Column %d: %s", syntax.Column, syntax.Text)
}
