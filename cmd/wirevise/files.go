package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transfer"
	"wirevise/netcore/transport"
)

// files is what the command line says of files.
type files struct {
	send  string // this file goes to whom this side has connected to
	pace  int64  // bytes a second, 0: any
	piece int    // bytes of a datagram, 0: the default
	into  string // a folder, or the file of the one connection, for what is received
}

// checkFiles looks whether the files can be what was asked for, and has what is received kept.
func (c *config) checkFiles() error {
	clients := c.asked[transport.Connect] + c.asked[transport.Packets]
	if c.files.send != "" {
		switch _, err := transfer.Look(c.files.send); {
		case err != nil:
			return fmt.Errorf("-send-file: %w", err)
		case !c.headless:
			return errors.New("-send-file is for -headless: in the window a file is chosen under File, or dropped onto it")
		case clients == 0:
			return errors.New("-send-file needs somebody to send to: -connect or -udp with a URL")
		}
	}
	if c.files.into == "" {
		return nil
	}
	path, err := filepath.Abs(c.files.into)
	if err != nil {
		return fmt.Errorf("-receive-into: %w", err)
	}
	var keeper netcore.Attacher = transfer.IntoFolder{Dir: path}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		keeper = transfer.IntoFile{Path: path}
		switch {
		case len(c.specs) != 1 || clients != 1:
			return fmt.Errorf("-receive-into %s: this is no folder, and only one -connect or -udp can go into a file", c.files.into)
		case err == nil:
			return fmt.Errorf("-receive-into %s: the file exists, and is not overwritten", c.files.into)
		}
		if err := transfer.CheckFolder(filepath.Dir(path)); err != nil {
			return fmt.Errorf("-receive-into: %w", err)
		}
	}
	for i := range c.specs {
		c.specs[i].Keeper = keeper
	}
	return nil
}

// sendFile sends the file to every session that this side has opened, each at its own pace, and finishes sending. It returns
// when that is done, or ctx ends; whole says that all of them got all of it.
func (h *lines) sendFile(ctx context.Context, f files) (whole bool) {
	var sending sync.WaitGroup
	var failed atomic.Bool
	for _, e := range h.hub.Snapshot() {
		if e.Role == workbench.RoleServer {
			continue
		}
		for _, s := range e.Sessions {
			sending.Go(func() {
				if !h.sendFileTo(ctx, f, e, s) {
					failed.Store(true)
				}
			})
		}
	}
	sending.Wait()
	return !failed.Load()
}

func (h *lines) sendFileTo(ctx context.Context, f files, e netcore.EndpointInfo, s netcore.SessionInfo) (whole bool) {
	what := fmt.Sprintf("%s to #%d %s", f.send, s.ID, s.Peer)
	file := transfer.File{Path: f.send, Pace: f.pace, Frame: e.Does.Send, Datagrams: s.Boundary == netcore.Datagram}
	if file.Datagrams {
		file.Piece = f.piece
	}
	h.hub.Note("file", "", "sending "+what, nil)
	sent, err := file.Send(ctx, func(ctx context.Context, m netcore.Message) error { return h.hub.Send(ctx, s.ID, m) }, nil)
	if errors.Is(err, context.Canceled) && !slices.Contains(h.hub.Sessions(), s.ID) {
		err = transfer.ErrPeerGone // the last endpoint's end was the program's
	}
	h.hub.Note("file", "", what+": "+sent.String(), err)
	how := netcore.EndHalfClose
	if err != nil || file.Datagrams {
		how = netcore.EndClose
	}
	if end := h.hub.EndSession(s.ID, how); end != nil && !errors.Is(end, netcore.ErrEnded) && !errors.Is(end, netcore.ErrHubClosed) {
		h.log.WithError(end).Warn("the end of sending")
	}
	return err == nil && sent.Wrote == sent.Size
}
