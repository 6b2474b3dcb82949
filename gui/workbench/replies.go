package workbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"wirevise/netcore/capture"
	"wirevise/netcore/responder"
)

// Replies are what the forms answer with, by role. They are kept beside the settings, for rules are work.
type Replies map[string]responder.Config

// RepliesFile returns where the replies of this person are kept.
func RepliesFile() (string, error) {
	settings, err := SettingsFile()
	return filepath.Join(filepath.Dir(settings), "replies.json"), err
}

// LoadReplies reads path; a file that is not there yet gives none. With an error there are none either.
func LoadReplies(path string) (Replies, error) {
	r := Replies{}
	if err := loadJSON(path, &r); err != nil {
		return Replies{}, fmt.Errorf("replies: %w", err)
	}
	return r, nil
}

// Save writes the replies whole or not at all.
func (r Replies) Save(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return SaveJSON(path, r)
}

// ReadRules reads a file of rules in a task.
func (w *Workbench) ReadRules(path string, done func([]responder.Rule, error)) {
	w.tasks.run(func(context.Context) {
		data, err := ReadWritten(path)
		var rules []responder.Rule
		if err == nil {
			rules, err = responder.ReadRules(data)
		}
		w.o.Dispatch(func() { done(rules, err) })
	})
}

// WriteRules writes a file of rules in a task, whole or not at all.
func (w *Workbench) WriteRules(path string, rules []responder.Rule, done func(error)) {
	data, err := responder.WriteRules(rules)
	w.tasks.run(func(ctx context.Context) {
		if err == nil {
			err = capture.File(ctx, path, func(f io.Writer) error {
				_, err := f.Write(data)
				return err
			}, nil)
		}
		w.o.Dispatch(func() { done(err) })
	})
}
