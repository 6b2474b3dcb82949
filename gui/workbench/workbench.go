package workbench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/resolve"
)

// A Screen shows what the workbench tells it. All methods are called on the window's goroutine and return within a
// frame.
type Screen interface {
	ShowLog(LogState)
	ShowEndpoints([]netcore.EndpointInfo)
	ShowStatus(Status)
	ShowActivities([]Activity)
	// Revive draws everything anew: the program was stopped, the machine slept, or the window hung for some seconds.
	Revive()
}

// Options are what a workbench needs from outside.
type Options struct {
	// Dispatch runs f on the window's goroutine, later, in the order of the calls. It may be called from anywhere
	// and does not wait.
	Dispatch func(f func())
	Log      *logrus.Entry // the program's own trouble
	LogDir   string        // where the log's sessions lie; "" keeps the log in memory
	LogLimit int64         // bytes on disk for all sessions; 0: DefaultLogLimit
	Messages string        // the file of the saved messages; "" keeps them in memory
	Resolver *resolve.Resolver
}

// A Workbench is all that is open and all that was said. Make one with New, Start it, Close it.
type Workbench struct {
	o          Options
	hub        *netcore.Hub
	library    msglog.Library
	live       *book // of what is going on
	recorder   *msglog.Recorder
	tasks      *tasks
	activities activities
	messages   *messages
	folder     atomic.Pointer[error] // why the log has no folder, when it should have one
	shown      atomic.Pointer[book]
	opening    sync.Map // of *book: those that were opened and are not shown yet

	// Touched on the window's goroutine only.
	screen    Screen
	retired   <-chan struct{}                          // closed when the log that was opened last is closed; nil: there was none
	names     map[string]int                           // how many clients, servers … were opened
	requests  map[netcore.SessionID]bool               // under way
	receiving map[netcore.SessionID]context.CancelFunc // ends the file that ReceiveInto began
	endpoints []netcore.EndpointInfo
	filing    map[netcore.SessionID]bool // streams that a file is sent over

	started  sync.WaitGroup // recorder and pump
	stop     chan struct{}  // ends the pump
	wake     chan struct{}  // a token asks the pump for an early round
	showing  atomic.Bool    // a dispatched round has not run yet
	refilter atomic.Bool    // the filter changed
	limit    atomic.Int64   // of the log's sessions, once it was changed
	tending  atomic.Bool    // the sessions are being kept within it
	programs atomic.Bool    // replies may run programs
	paused   atomic.Bool    // a dispatched function had to wait for long
	watch    atomic.Pointer[StatisticsWatch]
	closing  atomic.Bool // nothing is dispatched any more
	closeAll sync.Once
	lost     error  // what closing the log told
	notSaved uint64 // rows that no folder took
}

// New makes a workbench with nothing open and nothing running but the writer of the log. When the log can't be on disk it is in
// memory, and the screen is told why. Close it.
func New(o Options) *Workbench {
	w := &Workbench{o: o, hub: netcore.NewHub(), library: msglog.Library{Dir: o.LogDir},
		tasks: newTasks(), names: make(map[string]int), stop: make(chan struct{}), wake: make(chan struct{}, 1)}
	w.messages = newMessages(o.Messages)
	var folder *msglog.Folder
	if o.LogDir != "" {
		var err error
		if folder, err = w.library.Create("Wirevise " + Version); err != nil {
			w.folder.Store(&err)
		}
	}
	w.live = newBook(msglog.New(msglog.Options{Folder: folder, Limit: w.LogLimit()}))
	w.shown.Store(w.live)
	w.recorder = msglog.NewRecorder(w.live.store)
	return w
}

// noFolder is why the log has no folder, when it should have one.
func (w *Workbench) noFolder() error {
	if err := w.folder.Load(); err != nil {
		return *err
	}
	return nil
}

// Start begins to record, and to tell screen what changes.
func (w *Workbench) Start(screen Screen) {
	w.screen = screen
	w.started.Add(2)
	go w.record()
	go w.runPump()
}

func (w *Workbench) record() {
	defer w.started.Done()
	w.recorder.Run(w.hub.Events())
}

// Close ends everything: tasks are cancelled, sockets closed, what they still told is recorded, and every goroutine has
// ended when it returns. Nothing is dispatched once it was called, so it may be called from any goroutine but the
// recorder's. It may be called again. The error tells of rows, and of saved messages, that could not be saved.
func (w *Workbench) Close() error {
	w.closing.Store(true)
	w.closeAll.Do(func() {
		w.tasks.cancel()
		w.live.store.Unblock()
		w.activities.wait(activitiesEnd) // so that what they came to is told
		w.hub.Close()
		close(w.stop)
		w.started.Wait()
		w.tasks.close()
		w.lost = w.live.release()
		if rows := w.live.store.Stats().Rows; w.noFolder() != nil && rows > 0 {
			w.lost, w.notSaved = fmt.Errorf("%d rows of the log could not be saved: %w", rows, w.noFolder()), rows
		}
		w.lost = errors.Join(w.lost, w.messages.lastMessages())
		if b := w.book(); b != w.live {
			_ = b.release() // nothing of it is lost
		}
		w.opening.Range(func(b, _ any) bool {
			_ = b.(*book).release()
			return true
		})
	})
	return w.lost
}

// dispatch runs f on the window's goroutine, unless the workbench is closing.
func (w *Workbench) dispatch(f func()) {
	if w.closing.Load() {
		return
	}
	w.o.Dispatch(func() {
		if !w.closing.Load() {
			f()
		}
	})
}

// Final is what the workbench came to, for -stats. It is complete after Close.
type Final struct {
	Events          uint64  `json:"events"`          // emitted
	Rows            uint64  `json:"rows"`            // recorded
	ReceivedBytes   uint64  `json:"receivedBytes"`   //
	SentBytes       uint64  `json:"sentBytes"`       //
	Bytes           uint64  `json:"bytes"`           // both ways
	Lost            uint64  `json:"lost"`            // events not recorded or not saved, and datagrams the system dropped
	LostEvents      uint64  `json:"lostEvents"`      //
	DroppedBySystem uint64  `json:"droppedBySystem"` //
	NotSaved        uint64  `json:"notSaved"`        // rows that were on no disk at the end, which was the log's place
	Trimmed         uint64  `json:"trimmed"`         // rows that the log's bound pushed out
	WaitedSeconds   float64 `json:"waited"`          // the sockets' time of waiting for the log, in seconds
}

// FinalOf sums up a hub whose events were recorded as rows.
func FinalOf(s netcore.Stats, rows, trimmed uint64) Final {
	lost := s.Events - min(rows, s.Events)
	return Final{Events: s.Events, Rows: rows, ReceivedBytes: s.ReceivedBytes, SentBytes: s.SentBytes,
		Bytes: s.ReceivedBytes + s.SentBytes, Lost: lost + s.Dropped, LostEvents: lost, DroppedBySystem: s.Dropped,
		Trimmed: trimmed, WaitedSeconds: s.Waited.Seconds()}
}

// Final returns the counters.
func (w *Workbench) Final() Final {
	log := w.live.store.Stats()
	f := FinalOf(w.hub.Stats(), w.recorder.Recorded().Events, log.Trimmed)
	f.NotSaved = log.NotSaved + w.notSaved
	f.Lost += f.NotSaved
	return f
}

// Open opens what spec describes, in a task. done is called, on the window's goroutine, when it is open or could not be; what
// is returned calls it off.
func (w *Workbench) Open(spec netcore.Spec, done func(netcore.EndpointID, error)) (cancel context.CancelFunc) {
	return w.open(spec, false, done)
}

func (w *Workbench) open(spec netcore.Spec, confirmed bool, done func(netcore.EndpointID, error)) (cancel context.CancelFunc) {
	spec, err := w.guard(spec, confirmed)
	if err != nil {
		return w.tasks.run(func(context.Context) { w.dispatch(func() { done(0, err) }) })
	}
	spec = w.numbered(spec)
	return w.tasks.run(func(ctx context.Context) {
		id, err := w.hub.Open(ctx, spec)
		w.wakePump()
		w.dispatch(func() { done(id, err) })
	})
}

// SetBehaviour changes how an open endpoint frames and answers, in a task; done tells what came of it.
func (w *Workbench) SetBehaviour(id netcore.EndpointID, b netcore.Behaviour, done func(error)) {
	w.setBehaviour(id, b, false, done)
}

func (w *Workbench) setBehaviour(id netcore.EndpointID, b netcore.Behaviour, confirmed bool, done func(error)) {
	w.tasks.run(func(context.Context) {
		b, err := w.guardReply(id, b, confirmed)
		if err == nil {
			err = w.hub.SetBehaviour(id, b)
		}
		w.wakePump()
		w.dispatch(func() { done(err) })
	})
}

// Stop closes an endpoint, or an attempt to open it.
func (w *Workbench) Stop(id netcore.EndpointID) {
	w.tasks.run(func(context.Context) {
		_ = w.hub.CloseEndpoint(id) // it may have ended by itself, which is what was wanted
		w.wakePump()
	})
}

// Forget takes a closed endpoint off the list.
func (w *Workbench) Forget(id netcore.EndpointID) {
	w.hub.Forget(id)
	w.wakePump()
}

// EndSession ends one session. An error says that this is not possible, such as half-closing a datagram session.
func (w *Workbench) EndSession(id netcore.SessionID, how netcore.How) error {
	err := w.hub.EndSession(id, how)
	w.wakePump()
	return err
}

// Endpoints returns what the screen was last told of.
func (w *Workbench) Endpoints() []netcore.EndpointInfo { return w.endpoints }

// OpenEndpoints counts what is open or about to be.
func (w *Workbench) OpenEndpoints() int {
	n := 0
	for _, e := range w.endpoints {
		if e.State != netcore.EndpointClosed {
			n++
		}
	}
	return n
}
