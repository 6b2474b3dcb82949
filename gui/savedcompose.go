package gui

import (
	"strings"

	"wirevise/gui/collection"
	"wirevise/netcore"
)

// sendSaved sends a saved message to the receivers, to each with variables of its own. to is the receiver of datagrams, or "".
// done is told how big the last one was, how many were queued, and the first error.
func (c *composer) sendSaved(it *collection.Item, receivers []netcore.SessionID, to string, done func(size, queued int, err error)) {
	template, err := it.Message.Compile()
	if err != nil {
		done(0, 0, err)
		return
	}
	sent, size := c.w.saved.sent, 0
	vars := c.nextVars()
	vars.Seq = sent[it.ID] + 1
	datagrams := strings.TrimSpace(to) != "" || c.to != nil
	made := func(peer string) ([]byte, error) {
		vars.Peer = peer
		payload, err := template.Bytes(vars)
		if size = len(payload); err == nil && size == 0 && !datagrams {
			err = errEmpty
		}
		return payload, err
	}
	c.w.bench.SendMade(made, receivers, to, func(queued int, err error) {
		if queued > 0 {
			sent[it.ID]++
		}
		done(size, queued, err)
	})
}
