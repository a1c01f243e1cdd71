package app

import (
	"sync"
	"sync/atomic"
	"time"
)

// background is the one door out of the interface thread. Tests replace start,
// hand and after by functions that call at once, so nothing runs beside them.
type background struct {
	start func(work func())                           // runs work away from the interface thread
	hand  func(back func())                           // runs back on the interface thread
	after func(time.Duration, func()) (cancel func()) // calls away from the interface thread, later
	news  func(back func())                           // is post for what nothing here has started: the store's watcher tells of it

	mu       sync.Mutex
	queue    []func()
	draining bool
	running  sync.WaitGroup
	ended    atomic.Bool
}

func newBackground(onUI func(func())) *background {
	b := &background{
		start: func(work func()) { go work() },
		hand:  onUI,
		after: func(wait time.Duration, f func()) func() {
			timer := time.AfterFunc(wait, f)
			return func() { timer.Stop() }
		},
	}
	b.news = b.post
	return b
}

// post runs back on the interface thread; once that has ended, nowhere.
func (b *background) post(back func()) {
	if !b.ended.Load() {
		b.hand(back)
	}
}

// end returns when everything that was started has ended. The interface thread
// must have ended before.
func (b *background) end() {
	b.ended.Store(true)
	b.running.Wait()
}

// do runs work away from the interface thread, side by side with other work.
func (b *background) do(work func()) {
	b.running.Add(1)
	b.start(func() {
		defer b.running.Done()
		work()
	})
}

// inOrder runs work away from the interface thread after all work given to
// inOrder before it: what the user did first is written first.
func (b *background) inOrder(work func()) {
	b.mu.Lock()
	b.queue = append(b.queue, work)
	if b.draining {
		b.mu.Unlock()
		return
	}
	b.draining = true
	b.mu.Unlock()
	b.do(b.drain)
}

func (b *background) drain() {
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

// later calls back on the interface thread when a while has passed.
func (b *background) later(wait time.Duration, f func()) {
	b.after(wait, func() { b.post(f) })
}

// latest is a kind of request of which only the answer to the last one counts.
// It belongs to the interface thread.
type latest struct{ made int }

// ask makes a request, so that the answers to those before come too late. What
// it gives tells whether this one is still the last.
func (l *latest) ask() (current func() bool) {
	l.made++
	return l.unchanged()
}

// unchanged gives a function that tells whether no request was made since.
func (l *latest) unchanged() func() bool {
	made := l.made
	return func() bool { return made == l.made }
}

// pause calls back on the interface thread once nothing has touched it for a while.
type pause struct {
	back   *background
	wait   time.Duration
	ended  func()
	cancel func()
}

func (p *pause) touch() {
	if p.cancel != nil {
		p.cancel()
	}
	p.cancel = p.back.after(p.wait, func() { p.back.post(p.ended) })
}
