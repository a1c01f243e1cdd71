package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The size of the screen that the test works on, in pixels.
const screenWidth, screenHeight = 1280, 860

// wholeScreen tells the window manager to give every window all of the screen, so that things are where they are looked
// for, whatever size a window asks for; and a key that closes it.
const wholeScreen = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <applications><application class="*"><decor>no</decor><focus>yes</focus><maximized>yes</maximized></application></applications>
</openbox_config>
`

// screen is an X server that nobody sees, with a window manager, a home of its own, and hands to type with.
type screen struct {
	folder string // holds the home, the workspace and everything else the run makes
	logs   string // outlives the run
	env    []string
	stops  []func()
}

// onScreen does something on a screen of its own, with a temporary folder that goes with it.
func onScreen(logs string, size image.Point, do func(*screen) error) error {
	folder, err := os.MkdirTemp("", "factmark-window-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	s, err := newScreen(folder, logs, size)
	if s != nil {
		defer s.close()
	}
	if err != nil {
		return err
	}
	return do(s)
}

func newScreen(folder, logs string, size image.Point) (*screen, error) {
	s := &screen{folder: folder, logs: logs}
	s.env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1", "HOME=" + folder}
	for _, name := range []string{"CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"} {
		path := filepath.Join(folder, strings.ToLower(name))
		if err := os.Mkdir(path, 0o700); err != nil {
			return nil, err
		}
		s.env = append(s.env, "XDG_"+name+"="+path)
	}

	number, tell, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer number.Close()
	server := s.command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", size.X, size.Y), "-nolisten", "tcp", "-fbdir", folder)
	server.ExtraFiles = []*os.File{tell}
	_, err = s.start(server, "xvfb.log")
	tell.Close()
	if err != nil {
		return nil, err
	}
	display, err := io.ReadAll(io.LimitReader(number, 16)) // ends when the server has said its number, or is gone
	if err != nil || len(display) == 0 {
		return nil, fmt.Errorf("no screen, as Xvfb did not start; see %s", filepath.Join(logs, "xvfb.log"))
	}
	s.env = append(s.env, "DISPLAY=:"+strings.TrimSpace(string(display)))
	config := filepath.Join(folder, "openbox.xml")
	if err := os.WriteFile(config, []byte(wholeScreen), 0o600); err != nil {
		return s, err
	}
	_, err = s.start(s.command("openbox", "--config-file", config), "openbox.log")
	return s, err
}

// close ends everything that was started, the last first.
func (s *screen) close() {
	for i := len(s.stops) - 1; i >= 0; i-- {
		s.stops[i]()
	}
}

func (s *screen) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir = s.env, s.folder
	return cmd
}

// process is a program that runs until it ends or is killed.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

// start runs a command in the background, its output added to a log.
func (s *screen) start(cmd *exec.Cmd, log string) (*process, error) {
	out, err := os.OpenFile(filepath.Join(s.logs, log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd, make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is in ProcessState
		close(p.ended)
	}()
	s.stops = append(s.stops, p.kill)
	return p, nil
}

// kill is SIGKILL: the process gets no chance to save anything.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // fails only for one that has ended
	<-p.ended
}

func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// run runs a command to its end and returns what it printed.
func (s *screen) run(name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Dir = s.env, s.folder
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return out, nil
}

// do types and clicks, in xdotool's words.
func (s *screen) do(words ...string) error {
	_, err := s.run("xdotool", words...)
	return err
}

// click clicks with the left button, once or more.
func (s *screen) click(at image.Point, times int) error {
	return s.do("mousemove", strconv.Itoa(at.X), strconv.Itoa(at.Y), "click", "--repeat", strconv.Itoa(times), "--delay", "60", "1")
}

// memory is what the X server holds of the screen, in a file: a header as of the program xwd (X11/XWDFile.h, numbers of 32 bits with the
// highest byte first), and then four bytes a pixel, of which the last means nothing.
func (s *screen) memory() (dump []byte, header func(n int) int, err error) {
	if dump, err = os.ReadFile(filepath.Join(s.folder, "Xvfb_screen0")); err != nil {
		return nil, nil, err
	}
	number := func(n int) int { return int(binary.BigEndian.Uint32(dump[4*n:])) }
	if len(dump) < 100 || number(11) != 32 || len(dump) < number(0)+12*number(19)+number(12)*number(5) {
		return nil, nil, errors.New("the screen's memory is not of 32 bits a pixel, or shorter than its header says")
	}
	return dump, number, nil
}

// look takes a picture of the whole screen.
func (s *screen) look() (image.Image, error) {
	dump, header, err := s.memory()
	if err != nil {
		return nil, err
	}
	width, height, line := header(4), header(5), header(12)
	first := header(0) + 12*header(19)
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := dump[first+y*line:]
		for x := range width {
			img.SetNRGBA(x, y, color.NRGBA{row[4*x+2], row[4*x+1], row[4*x], 0xff})
		}
	}
	return img, nil
}

// keep saves a picture among the logs and says where.
func (s *screen) keep(name string) string {
	path := filepath.Join(s.logs, name)
	if _, err := s.run("import", "-window", "root", path); err != nil {
		return err.Error()
	}
	return path
}

// until waits for something to come true, by asking again and again.
func until(what string, limit time.Duration, isTrue func() (bool, error)) error {
	deadline := time.Now().Add(limit)
	for {
		ok, err := isTrue()
		if ok && err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			if err != nil {
				return fmt.Errorf("%s did not happen in %v: %w", what, limit, err)
			}
			return fmt.Errorf("%s did not happen in %v", what, limit)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// colours counts the different colours in a part of a picture.
func colours(img image.Image, part image.Rectangle) int {
	seen := map[color.Color]bool{}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}

// near are the points in a part of a picture that have one of some colours, or nearly.
func near(img image.Image, part image.Rectangle, wanted []color.NRGBA) []image.Point {
	var points []image.Point
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			for _, want := range wanted {
				if alike(c.R, want.R) && alike(c.G, want.G) && alike(c.B, want.B) {
					points = append(points, image.Pt(x, y))
					break
				}
			}
		}
	}
	return points
}

func alike(a, b uint8) bool { return max(a, b)-min(a, b) <= 8 }

// changed counts the points that differ in a part of two pictures.
func changed(a, b image.Image, part image.Rectangle) int {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				n++
			}
		}
	}
	return n
}
