package gui

import (
	"fyne.io/fyne/v2"

	"wirevise/gui/workbench"
	"wirevise/netcore/request"
)

// requestItem offers to send the message as a request to a remote command server.
func (c *composer) requestItem() *fyne.MenuItem {
	return fyne.NewMenuItem(tr("Request (length, OK, body)"), c.requestNow)
}

// requestNow sends the message to each receiver, and what each answers shows as one message.
func (c *composer) requestNow() {
	template, ok := c.written()
	if !ok {
		return
	}
	receivers := c.receivers()
	if len(receivers) == 0 {
		c.complain(c.nobody())
		return
	}
	c.say("")
	made, asked, size := c.maker(template), 0, 0
	for _, id := range receivers {
		payload, err := made(c.w.bench.PeerOf(id))
		switch {
		case err != nil:
			c.complain(mistake(err))
			return
		case len(payload) == 0:
			c.complain(tr("There is nothing to send: a stream has no empty messages"))
			return
		}
		err = c.w.bench.Request(workbench.Request{Title: trf("Request #%d", id), Session: id, Payload: payload, Says: requestText, Done: func(err error) {
			if err != nil {
				_, text := workbench.FieldOf(err)
				c.complain(trf("No answer from #%d: %s", id, text))
			}
		}})
		if err != nil {
			c.complain(err.Error())
			continue
		}
		asked, size = asked+1, len(payload)
	}
	if asked > 0 {
		if template.Uses("seq") {
			c.counter++
		}
		c.sent(c.Composition(), trf("%s, to %d", sizeText(size), asked))
	}
}

// requestText says how far an answer is.
func requestText(p request.Progress) string {
	if !p.Known {
		return tr("waiting for the length")
	}
	return trf("%s of %s", sizeText(int(p.Got)), sizeText(int(p.Length)))
}
