"""What leaves the site: reports, posters, one-pagers, newsletter texts. What they say is public already, or safe."""
