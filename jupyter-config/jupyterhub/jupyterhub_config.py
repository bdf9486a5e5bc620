"""An example to copy from: one container per user, JupyterLab at once, limits per user. Authentication is your hub's own."""

c = get_config()  # noqa: F821

c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = "daisy-singleuser"
c.DockerSpawner.volumes = {"daisy-home-{username}": "/home/user"}
c.DockerSpawner.remove = True

c.Spawner.default_url = "/lab"
c.Spawner.mem_limit = "8G"
c.Spawner.mem_guarantee = "1G"
c.Spawner.cpu_limit = 4
c.Spawner.start_timeout = 120

# A reconstruction that an app started does not count as activity: leave it time.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": ["python3", "-m", "jupyterhub_idle_culler", "--timeout=14400"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
