package transfer

import (
	"fmt"
	"io/fs"
	"os"
)

// A KindError is of a path that is there and can't be sent, for it has no end or no bytes of its own.
type KindError struct {
	Path string
	Kind string // "a folder", "a named pipe" …
}

func (e *KindError) Error() string { return fmt.Sprintf("%s is %s, and no file", e.Path, e.Kind) }

// Look tells of the file that a path leads to. The error says why it can't be sent; it is not opened.
func Look(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if kind := kindOf(info.Mode()); kind != "" {
		return nil, &KindError{path, kind}
	}
	return info, nil
}

func kindOf(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return ""
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something special"
}

// open opens a file to be sent.
func open(path string) (*os.File, fs.FileInfo, error) {
	if _, err := Look(path); err != nil { // opening a named pipe would wait for its writer
		return nil, nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &KindError{path, kindOf(info.Mode())}
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// changed says what happened to a file since it was opened, "" when nothing did.
func changed(path string, f *os.File, then fs.FileInfo) string {
	at, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return "the file was removed meanwhile"
	case err == nil && !os.SameFile(at, then):
		return "another file has taken its place meanwhile"
	}
	now, err := f.Stat()
	switch {
	case err != nil:
		return ""
	case now.Size() > then.Size():
		return fmt.Sprintf("the file has grown meanwhile, to %d bytes", now.Size())
	case now.Size() < then.Size():
		return fmt.Sprintf("the file has become shorter meanwhile, %d bytes", now.Size())
	case !now.ModTime().Equal(then.ModTime()):
		return "the file was written to meanwhile"
	}
	return ""
}

// CheckFolder says why nothing can be received into a folder, as far as that can be known without writing to it.
func CheckFolder(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is no folder", path)
	}
	return err
}
