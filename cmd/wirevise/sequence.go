package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// readSequence reads what -run names, and makes the one connection of the command line its own.
func (c *config) readSequence(path string) error {
	if len(c.specs) != 1 || c.specs[0].Role == workbench.RoleServer {
		return errors.New("-run needs one connection to run on: a single -connect or -udp with a URL")
	}
	spec := &c.specs[0]
	switch {
	case spec.Responder != nil:
		return errors.New("-run: the sequence answers; reply= has no place beside it")
	case spec.Reconnect.On:
		return errors.New("-run: a sequence runs on one connection; reconnect= has no place beside it")
	}
	text, err := workbench.ReadWritten(path)
	if err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	s, err := sequence.Parse(text)
	if err != nil {
		return fmt.Errorf("-run %s: %w", path, err)
	}
	p, err := s.Compile()
	if err != nil {
		return fmt.Errorf("-run %s: %s", path, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	c.begin = p.AtBeginning()
	spec.Responder = c.begin
	return nil
}

// runSequence runs the sequence of the command line, and tells what came of each step in lines, unless every event is told.
func runSequence(ctx context.Context, c config, hub *netcore.Hub, stdout io.Writer) (passed bool) {
	var o sequence.Options
	if !c.headless {
		o.Watch = func(m sequence.Moment) {
			if m.Ended {
				fmt.Fprintln(stdout, stepLine(m))
			}
		}
	}
	result, err := c.begin.Run(ctx, hub, o)
	if !c.headless {
		fmt.Fprintln(stdout, resultLine(result, err))
	}
	return err == nil && result.Passed()
}

// stepLine tells what came of a step.
func stepLine(m sequence.Moment) string {
	line := fmt.Sprintf("ok      step %s, %s: %s", m.Path, m.What, sequence.Short(m.Took))
	if m.Err != nil {
		line = fmt.Sprintf("failed  step %s, %s: %s; %s", m.Path, m.What, sequence.Short(m.Took), netcore.Explain(m.Err))
	}
	if m.Said != "" {
		line += "; " + m.Said
	}
	return line
}

func resultLine(r sequence.Result, err error) string {
	switch {
	case err != nil:
		return fmt.Sprintf("failed: %s", netcore.Explain(err))
	case r.Passed():
		return "passed: " + r.String()
	case r.Err != nil && !errors.Is(r.Err, context.Canceled):
		return fmt.Sprintf("failed: %s; %s", r, r.Err)
	}
	return "failed: " + r.String()
}
