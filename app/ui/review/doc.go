// Package review is a review session in the window: its controller, its pane and keys, adjudication, and the
// dialogs that start, resume and end one. Queues, and what a blind review hides, are in app/review.
package review
