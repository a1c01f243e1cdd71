package main

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// stage is a window that tells when a frame has been painted.
//
// The driver's loop takes the events of the mouse and the keyboard, lets animations take a step, paints the windows
// that need it and swaps their buffers, all in one turn; calls handed over with fyne.Do get theirs between two turns.
// So a change made in an animation's step is made where a key's or the wheel's would be. On top of everything lies a
// spot of one pixel that each frame has to paint anew: the driver asks for its pixel after it has drawn all that lies
// below, in the middle of the turn, and what is then handed over runs when the turn is over, the buffers swapped.
type stage struct {
	window fyne.Window
	below  *fyne.Container
	spot   *canvas.Raster
	clock  *fyne.Animation
	jobs   chan *job
	open   *job // its frame is being painted
}

// job is something to do, and to see painted.
type job struct {
	change func()
	seen   func() bool // whether a frame shows it, nil for the first one
	began  time.Time
	done   chan time.Duration
}

func newStage(a fyne.App) *stage {
	s := &stage{window: a.NewWindow("Speed"), below: container.NewStack(), jobs: make(chan *job, 1)}
	s.spot = canvas.NewRaster(func(w, h int) image.Image {
		if s.open != nil {
			fyne.Do(s.painted)
		}
		return image.NewRGBA(image.Rect(0, 0, w, h))
	})
	s.spot.Resize(fyne.NewSize(1, 1))
	s.clock = fyne.NewAnimation(time.Hour, func(float32) { s.turn() })
	s.window.SetPadded(false)
	s.window.SetContent(container.NewStack(s.below, container.NewWithoutLayout(s.spot)))
	s.window.Resize(fyne.NewSize(1200, 800))
	s.clock.Start()
	return s
}

// turn runs just before the driver paints.
func (s *stage) turn() {
	if s.open == nil {
		select {
		case s.open = <-s.jobs:
		default:
			return
		}
		s.open.change()
	}
	s.spot.Refresh()
}

// painted runs when a frame has been painted.
func (s *stage) painted() {
	if j := s.open; j != nil && (j.seen == nil || j.seen()) {
		s.open = nil
		j.done <- time.Since(j.began)
	}
}

// frame makes a change and gives the time from when it began until the frame that shows it is painted. It is called off
// the interface goroutine; change and seen run on it.
func (s *stage) frame(began time.Time, change func(), seen func() bool) time.Duration {
	j := &job{change: change, seen: seen, began: began, done: make(chan time.Duration, 1)}
	s.jobs <- j
	return <-j.done
}

// show puts something in the window, and gives it the focus if it takes that.
func (s *stage) show(o fyne.CanvasObject) {
	s.below.Objects = []fyne.CanvasObject{o}
	s.below.Refresh()
	if f, ok := o.(fyne.Focusable); ok {
		s.window.Canvas().Focus(f)
	}
}

func (s *stage) close() {
	fyne.Do(func() {
		s.clock.Stop()
		s.window.Close()
	})
}
