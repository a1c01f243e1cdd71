package app

import (
	"log/slog"
	"os"
	ossignal "os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
)

// Ended says that the program was told to end: by a signal, or by the end of
// its display. What was done is saved, and what was typed is kept.
type Ended struct {
	By   string
	Code int // for the shell: 128 and the signal's number, as for a program that a signal has killed; 1 for the display
}

func (e Ended) Error() string { return "ended by " + e.By + "; what was typed is kept" }

// How long the interface thread has to end the program in order, and how long
// what is typed may then take to be written without it.
const (
	endInOrder = 1400 * time.Millisecond
	endAnyhow  = 400 * time.Millisecond
)

// ending is why the program ends without the user's asking.
type ending struct {
	window *window
	reason atomic.Pointer[Ended]
}

// endOnSignals has the signals that end programs, and the end of the display,
// end this one within two seconds, with all that was typed written, even where
// the interface thread hangs. Where they were ignored when the program began, as
// nohup does, the two that the toolkit does not catch stay so.
func (w *window) endOnSignals() *ending {
	e := &ending{window: w}
	signals := make(chan os.Signal, 4)
	ossignal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGQUIT} {
		if !ossignal.Ignored(s) {
			ossignal.Notify(signals, s)
		}
	}
	go func() {
		for s := range signals {
			number, _ := s.(syscall.Signal)
			e.end(Ended{By: s.String(), Code: 128 + int(number)})
		}
	}()
	go whenDisplayEnds(func() { e.end(Ended{By: "the end of the display", Code: 1}) })
	return e
}

// end ends the program; asked a second time, without waiting for the interface thread.
func (e *ending) end(why Ended) {
	if !e.reason.CompareAndSwap(nil, &why) {
		go e.anyhow()
		return
	}
	time.AfterFunc(endInOrder, e.anyhow)
	if d := e.window.inUse.Load(); d != nil {
		go func() { _ = d.Drafts.Flush() }() // first of all; state tells of what can't be written
	}
	fyne.Do(e.window.App.Quit)
}

// anyhow ends the program without the interface thread.
func (e *ending) anyhow() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if d := e.window.inUse.Load(); d != nil {
			_ = d.Drafts.Flush()
			_ = d.Store.Close()
		}
	}()
	select {
	case <-done:
	case <-time.After(endAnyhow):
	}
	why := e.reason.Load()
	slog.Error("ended without waiting for the window", "reason", why)
	os.Exit(why.Code)
}

// why is what Run returns: nil where the user has closed the window.
func (e *ending) why() error {
	if reason := e.reason.Load(); reason != nil {
		return *reason
	}
	return nil
}
