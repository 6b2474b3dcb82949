package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/sirupsen/logrus"

	"wirevise/assets"
	_ "wirevise/cmd/wirevise/fynecache"
	"wirevise/gui"
	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/resolve"
	programs "wirevise/netcore/responder/program"
)

const (
	appID = "org.wirevise.Wirevise"
	// closeLimit is how long closing the sockets and writing the counters may take, which takes milliseconds; past it the
	// program ends with an error.
	closeLimit = 10 * time.Second
	// quitLimit is how long the window may take to go after that; Fyne 2.8.1 can hang there.
	quitLimit = 500 * time.Millisecond
	// besides is the memory that the program may use besides the log.
	besides = 256 << 20
)

// window opens the workbench and returns when it was closed.
func window(c config, log *logrus.Entry) int {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		log.Error("there is no display to open a window on; -headless needs none")
		return exitError
	}
	settings, save := loadSettings(log)
	replies, saveReplies := loadReplies(log)
	debug.SetMemoryLimit(msglog.DefaultMemory + besides)

	if dir, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(dir, 0o700) // Fyne wants it to be there, and says itself what follows when it is not
	}
	icon := fyne.NewStaticResource("icon.png", assets.Icon)
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Wirevise", Version: workbench.Version, Icon: icon,
		Migrations: map[string]bool{"fyneDo": true}})
	fyneApp := app.NewWithID(appID)
	fyneApp.SetIcon(icon)
	if err := gui.LoadTranslations(); err != nil {
		log.WithError(err).Warn("translations")
	}
	resolver := &resolve.Resolver{Services: assets.Services, Protocols: assets.Protocols}
	bench := workbench.New(workbench.Options{Dispatch: fyne.Do, Log: log, LogDir: logDir(c, log), LogLimit: settings.LogLimit(),
		Messages: messagesFile(log), Resolver: resolver})
	bench.AllowPrograms(c.programs)
	way := &wayOut{app: fyneApp, bench: bench, stats: c.stats, log: log}
	win := gui.New(gui.Options{App: fyneApp, Bench: bench, Settings: settings, SaveSettings: save, Replies: replies, SaveReplies: saveReplies,
		History:    loadHistory(log),
		Interfaces: interfaces(resolver, log), Quit: way.begin, FirstFrame: way.firstFrame})
	bench.Start(win)
	win.OfferRecovery()
	if len(c.specs) > 0 {
		win.ChooseRole(c.specs[0].Role)
		opener{bench, c.remote, log}.openInOrder(c.specs)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go way.onSignal(signals)
	win.Fyne().ShowAndRun()
	way.begin() // the window may have gone without asking
	way.wait()
	return way.code
}

// logDir is where the log's sessions lie: where the flag says, or where this system keeps such things.
func logDir(c config, log *logrus.Entry) string {
	if c.logDir != "" {
		return c.logDir
	}
	dir, err := msglog.LibraryDir()
	if err != nil {
		log.WithError(err).Warn("no place for the log")
	}
	return dir
}

// messagesFile is where the saved messages are kept.
func messagesFile(log *logrus.Entry) string {
	path, err := workbench.MessagesFile()
	if err != nil {
		log.WithError(err).Warn("no place for saved messages")
	}
	return path
}

// An opener opens what the command line asks for.
type opener struct {
	bench  *workbench.Workbench
	remote bool // programs may be run for other machines
	log    *logrus.Entry
}

// openInOrder opens all specs, each after the one before, but waits for no client's answer. What goes wrong stands in the log.
func (o opener) openInOrder(specs []netcore.Spec) {
	open := o.bench.Open
	if o.remote {
		open = o.bench.OpenConfirmed
	}
	for i, spec := range specs {
		if spec.Role != workbench.RoleClient {
			open(spec, func(_ netcore.EndpointID, err error) {
				o.tell(err)
				o.openInOrder(specs[i+1:])
			})
			return
		}
		open(spec, func(_ netcore.EndpointID, err error) { o.tell(err) })
	}
}

// tell says what the log does not: that nothing was tried, for a program would be run.
func (o opener) tell(err error) {
	if _, _, remote := workbench.NeedsConfirmation(err); remote || errors.Is(err, programs.ErrOff) {
		o.log.WithError(err).Error("not opened")
	}
}

// A wayOut ends the program in the one order that loses nothing: sockets, log, counters, window.
type wayOut struct {
	app   fyne.App
	bench *workbench.Workbench
	stats string
	log   *logrus.Entry

	once  sync.Once
	wg    sync.WaitGroup
	code  int          // set before wg is done
	frame atomic.Int64 // nanoseconds from the start of the process to the first frame
}

func (w *wayOut) onSignal(signals <-chan os.Signal) {
	<-signals
	w.begin()
}

// begin starts the way out; it may be called from anywhere and again.
func (w *wayOut) begin() {
	w.once.Do(func() {
		w.wg.Add(1)
		go w.end()
	})
}

func (w *wayOut) end() {
	late := time.AfterFunc(closeLimit, func() {
		w.log.Errorf("closing takes more than %v: ending at once", closeLimit)
		os.Exit(exitError)
	})
	lost := w.bench.Close()
	if lost != nil {
		w.log.WithError(lost).Error("the log")
	}
	final := struct {
		workbench.Final
		FirstFrame float64 `json:"firstFrame"` // seconds from the start of the process
	}{w.bench.Final(), time.Duration(w.frame.Load()).Seconds()}
	code := exitOK
	if lost != nil {
		code = exitError
	}
	if err := writeStats(w.stats, final); err != nil {
		w.log.WithError(err).Error("the counters could not be written")
		code = exitError
	}
	late.Stop()
	time.AfterFunc(quitLimit, func() { os.Exit(code) })
	w.code = code
	w.wg.Done()
	fyne.Do(w.quit)
}

// quit closes the window. Fyne takes SIGTERM too, and when it was quicker its loop is over: then fyne.Do runs this at once, on a
// goroutine that is not the window's, and what closes a window panics because there is none. All is written by then.
func (w *wayOut) quit() {
	defer func() {
		if gone := recover(); gone != nil {
			w.log.Debugf("the window was closed before: %v", gone)
		}
	}()
	w.app.Quit()
}

func (w *wayOut) wait() { w.wg.Wait() }

func (w *wayOut) firstFrame() {
	after := time.Since(processStart)
	w.frame.Store(int64(after))
	w.log.Infof("first frame after %v", after.Round(time.Millisecond))
}

// loadSettings reads the settings and returns how to save them. What can't be read is told and kept beside them.
func loadSettings(log *logrus.Entry) (workbench.Settings, func(workbench.Settings) error) {
	path, err := workbench.SettingsFile()
	if err != nil {
		log.WithError(err).Warn("no place for settings")
		return workbench.Settings{}, func(workbench.Settings) error { return err }
	}
	s, err := workbench.LoadSettings(path)
	if err != nil {
		log.WithError(err).Warn("starting with the defaults; the file is kept as " + setAside(path))
	}
	return s, func(s workbench.Settings) error { return s.Save(path) }
}

// loadHistory reads the last messages, which are kept beside the settings.
func loadHistory(log *logrus.Entry) *workbench.History {
	settings, err := workbench.SettingsFile()
	path := ""
	if err == nil { // else it was told
		path = workbench.HistoryFile(settings)
	}
	h, err := workbench.LoadHistory(path)
	if err != nil {
		log.WithError(err).Warn("beginning without the last messages; the file is kept as " + setAside(path))
	}
	return h
}

// loadReplies is loadSettings of what the forms answer with.
func loadReplies(log *logrus.Entry) (workbench.Replies, func(workbench.Replies) error) {
	path, err := workbench.RepliesFile()
	if err != nil {
		return nil, nil // the settings have told why
	}
	r, err := workbench.LoadReplies(path)
	if err != nil {
		log.WithError(err).Warn("starting without replies; the file is kept as " + setAside(path))
	}
	return r, func(r workbench.Replies) error { return r.Save(path) }
}

// setAside gives a file that can't be read another name, which no file has yet, for the next save takes its place. It returns what it is called
// then.
func setAside(path string) string {
	for n := 1; n < 1000; n++ {
		kept := fmt.Sprintf("%s.damaged-%d", path, n)
		if _, err := os.Lstat(kept); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if os.Rename(path, kept) == nil {
			return kept
		}
		break
	}
	return path
}

// interfaces lists the addresses that a server can listen on besides this machine's own.
func interfaces(r *resolve.Resolver, log *logrus.Entry) (list []gui.Interface) {
	all, err := r.Interfaces()
	if err != nil {
		log.WithError(err).Warn("the interfaces could not be listed")
	}
	for _, i := range all {
		for _, a := range i.Addrs {
			if !a.Addr.IsLoopback() {
				list = append(list, gui.Interface{Address: a.Addr.String(), Name: i.Name})
			}
		}
	}
	return list
}
