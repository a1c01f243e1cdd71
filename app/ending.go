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

// Error names what ended the program, for the log and the shell.
func (e Ended) Error() string { return "ended by " + e.By + "; what was typed is kept" }

// The time that the interface thread has to end the program in order, and the time that drafts may then take to
// be written without it.
const (
	orderlyEnd = 1400 * time.Millisecond
	forcedEnd  = 400 * time.Millisecond
)

// ending is why the program ends without the user's asking.
type ending struct {
	window *window
	reason atomic.Pointer[Ended]
}

// endOnSignals ends the program within two seconds of a signal that ends programs, or of the end of the display.
// Everything typed is written, even where the interface thread hangs. A hangup or quit signal that was ignored
// at the start, as under nohup, stays ignored; the toolkit catches the other two.
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
		go e.forceExit()
		return
	}
	time.AfterFunc(orderlyEnd, e.forceExit)
	if model := e.window.inUse.Load(); model != nil {
		go func() { _ = model.Drafts.Flush() }() // first of all; Drafts.State tells of what can't be written
	}
	fyne.Do(e.window.App.Quit)
}

// forceExit ends the program without the interface thread.
func (e *ending) forceExit() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if model := e.window.inUse.Load(); model != nil {
			_ = model.Drafts.Flush()
			_ = model.Store.Close()
		}
	}()
	select {
	case <-done:
	case <-time.After(forcedEnd):
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
