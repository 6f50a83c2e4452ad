timeout: failed to run command ‘../rs’: No such file or directory
