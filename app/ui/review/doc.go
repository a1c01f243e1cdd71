// Package review is a review session in the window: its controller, its pane and keys, adjudication, and the dialogs that
// start, resume and end one. What it is about, queues and what hides labels, is in app/review.
package review
