package target

import (
	"errors"
	"time"

	"github.com/ory/dockertest/v3/docker"
)

// remove ends the container and takes away all that was made for it.
func (c *container) remove() {
	c.removed.Do(func() {
		if c.id != "" {
			c.discard(c.id)
		}
		if c.built != "" {
			_ = c.pool.Client.RemoveImageExtended(c.built, docker.RemoveImageOptions{Force: true}) // it may never have been built
		}
		if c.owner != nil {
			c.owner.close()
		}
	})
}

// removalPatience is how long an engine has to remove a container.
const removalPatience = 20 * time.Second

// discard removes a container and waits until it is gone: the engine may be about
// to do so itself, and then says no to us.
func (c *container) discard(id string) {
	for deadline := time.Now().Add(removalPatience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var gone *docker.NoSuchContainer
		if err := c.pool.Client.RemoveContainer(docker.RemoveContainerOptions{ID: id, Force: true, RemoveVolumes: true}); errors.As(err, &gone) {
			return
		}
		if _, err := c.pool.Client.InspectContainer(id); errors.As(err, &gone) {
			return
		}
	}
}

// late is how much later than said a container may end.
const late = 5 * time.Minute

// sweep removes what earlier harnesses have left behind that were killed, and the
// engine did not remove. It is no concern of this run where that fails.
func (c *container) sweep(now time.Time) {
	everywhere := docker.ListContainersOptions{All: true, Filters: map[string][]string{"label": {labelOwner}}}
	left, err := c.pool.Client.ListContainers(everywhere)
	if err != nil {
		return
	}
	for _, each := range left {
		expires, err := time.Parse(time.RFC3339, each.Labels[labelExpires])
		if err == nil && now.After(expires.Add(late)) || c.owner.dead(each.Labels[labelOwner]) {
			c.discard(each.ID)
		}
	}
	images, err := c.pool.Client.ListImages(docker.ListImagesOptions{Filters: map[string][]string{"label": {labelBuilt}}})
	if err != nil {
		return
	}
	for _, each := range images {
		if c.owner.dead(each.Labels[labelBuilt]) {
			_ = c.pool.Client.RemoveImageExtended(each.ID, docker.RemoveImageOptions{Force: true})
		}
	}
}
