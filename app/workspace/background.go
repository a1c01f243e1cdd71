package workspace

import (
	"sync"
	"sync/atomic"
	"time"
)

// Background is the one way out of the interface thread and back. Tests replace Start, UI and After by functions
// that call at once, so that nothing runs beside them.
type Background struct {
	Start    func(work func())                           // runs work away from the interface thread
	UI       func(back func())                           // runs back on the interface thread
	After    func(time.Duration, func()) (cancel func()) // calls away from the interface thread, later
	External func(back func())                           // is OnUI for what nothing here has started: what the store's watcher of the file tells

	mu       sync.Mutex
	queue    []func()
	draining bool
	running  sync.WaitGroup
	ended    atomic.Bool
}

// NewBackground makes the way out of the interface thread and back: onUI runs a function on it, as fyne.Do does.
func NewBackground(onUI func(func())) *Background {
	b := &Background{
		Start: func(work func()) { go work() },
		UI:    onUI,
		After: func(wait time.Duration, f func()) func() {
			timer := time.AfterFunc(wait, f)
			return func() { timer.Stop() }
		},
	}
	b.External = b.OnUI
	return b
}

// OnUI runs back on the interface thread; once that has ended, nowhere.
func (b *Background) OnUI(back func()) {
	if !b.ended.Load() {
		b.UI(back)
	}
}

// End returns when everything that was started has ended. The interface thread
// must have ended before.
func (b *Background) End() {
	b.ended.Store(true)
	b.running.Wait()
}

// Go runs work away from the interface thread, side by side with other work.
func (b *Background) Go(work func()) {
	b.running.Add(1)
	b.Start(func() {
		defer b.running.Done()
		work()
	})
}

// Serial runs work away from the interface thread after all work given to
// Serial before it: what the user did first is written first.
func (b *Background) Serial(work func()) {
	b.mu.Lock()
	b.queue = append(b.queue, work)
	if b.draining {
		b.mu.Unlock()
		return
	}
	b.draining = true
	b.mu.Unlock()
	b.Go(b.drain)
}

func (b *Background) drain() {
	for {
		b.mu.Lock()
		if len(b.queue) == 0 {
			b.draining = false
			b.mu.Unlock()
			return
		}
		work := b.queue[0]
		b.queue = b.queue[1:]
		b.mu.Unlock()
		work()
	}
}

// Later calls back on the interface thread when a while has passed.
func (b *Background) Later(wait time.Duration, f func()) {
	b.After(wait, func() { b.OnUI(f) })
}

// Latest is a kind of request of which only the answer to the last one counts.
// It belongs to the interface thread.
type Latest struct{ made int }

// Ask makes a request, so that the answers to those before come too late. What
// it gives tells whether this one is still the last.
func (l *Latest) Ask() (current func() bool) {
	l.made++
	return l.Unchanged()
}

// Unchanged gives a function that tells whether no request was made since.
func (l *Latest) Unchanged() func() bool {
	made := l.made
	return func() bool { return made == l.made }
}

// Debouncer calls back on the interface thread once nothing has touched it for a while.
type Debouncer struct {
	Back   *Background
	Wait   time.Duration
	Ended  func()
	cancel func()
}

// Touch starts the wait anew. It belongs to the interface thread.
func (d *Debouncer) Touch() {
	if d.cancel != nil {
		d.cancel()
	}
	d.cancel = d.Back.After(d.Wait, func() { d.Back.OnUI(d.Ended) })
}
