package gui

import (
	"errors"
	"fmt"
	"time"

	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
)

// errEmpty is why an empty message is not sent over a stream.
var errEmpty = errors.New("there is nothing to send: a stream has no empty messages")

// doubleClick is how soon a second click belongs to the first.
const doubleClick = 500 * time.Millisecond

// pressSend sends, but once for two clicks: the second would send the file once more, or over UDP the empty message that it finds.
func (c *composer) pressSend() {
	if time.Since(c.went) < doubleClick && (c.file.on() || c.entry.Text == "") {
		return
	}
	c.sendNow()
}

// sendNow sends what stands here, and empties the box when that is queued.
func (c *composer) sendNow() {
	if c.file.on() {
		c.file.send()
		return
	}
	template, err := c.check()
	if err != nil {
		c.placeCursor(err)
		return
	}
	message, receivers, to := c.Composition(), c.receivers(), ""
	if message.Text == "" && len(message.Sums) > 0 {
		c.complain(tr("Only the checksum would go out: type a message, or take the checksum off (Σ)"))
		return
	}
	if c.to != nil {
		to = c.to.Text
	}
	c.say("")
	size, maker := 0, c.maker(template)
	made := func(peer string) ([]byte, error) {
		payload, err := maker(peer)
		if err != nil {
			return nil, err
		}
		framed, err := c.framed(payload)
		if err == nil && len(framed) == 0 && c.to == nil {
			err = errEmpty
		}
		size = len(framed)
		return payload, err
	}
	c.w.bench.SendMade(made, receivers, to, func(queued int, err error) {
		var syntax *codec.SyntaxError
		switch {
		case err != nil && len(receivers) == 0:
			c.complain(c.nobody())
		case errors.Is(err, errEmpty):
			c.complain(tr("There is nothing to send: a stream has no empty messages"))
		case errors.As(err, &syntax):
			c.complain(mistake(err))
			c.placeCursor(err)
		case err != nil:
			_, text := workbench.FieldOf(err)
			c.complain(fmt.Sprintf("%s (%s)", text, trf("sent to %d of %d", queued, len(receivers))))
		default:
			c.sent(message, trf("%s, to %d", sizeText(size), queued))
		}
		if queued > 0 && template.Uses("seq") {
			c.counter++
		}
	})
}

// sent remembers a message, and takes it out of the box.
func (c *composer) sent(message codec.Composition, said string) {
	if message.Text != "" {
		c.w.history.Add(c.role, message)
		c.w.bench.SaveHistory(c.w.history)
	}
	c.recalled = 0
	if c.entry.Text == message.Text { // a lookup took time, and something else may stand there now
		c.entry.SetText("")
		c.went = time.Now()
	}
	c.say(said)
	c.check()
}

// maker makes the next message: for each peer its own where it says who that is, else the same for all.
func (c *composer) maker(template *codec.Template) workbench.Maker {
	v := c.nextVars()
	var same []byte
	return func(peer string) ([]byte, error) {
		if same != nil && !template.Uses("peer") {
			return same, nil
		}
		v.Peer = peer
		payload, err := template.Bytes(v)
		same = payload
		return payload, err
	}
}

func (c *composer) nobody() string {
	if len(c.sessions.open) > 0 {
		return tr("No connection is selected: check one above, or send to all")
	}
	return tr("Nobody is connected yet: nothing was sent")
}

// recall brings the message before the one that stands here back, from the last one on. The box is empty, or has one that
// was brought back.
func (c *composer) recall() {
	if c.entry.Text == "" {
		c.recalled = 0
	}
	if m, ok := c.w.history.Get(c.role, c.recalled); ok {
		c.recalled++
		c.SetComposition(m)
	}
}

// forward brings the message after the one that stands here back, and behind the last one an empty box.
func (c *composer) forward() {
	c.recalled = max(c.recalled-1, 0)
	if m, ok := c.w.history.Get(c.role, c.recalled-1); ok {
		c.SetComposition(m)
	} else {
		c.entry.SetText("")
	}
}
