package org.ringside.lab.gdb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Consumer;

import org.ringside.lab.Ending;
import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;
import org.ringside.lab.Run;
import org.ringside.lab.gdb.internal.Connection;

/**
 * Waits for gdb on a port of the loopback interface, and serves one debugger at a time. A debugger that connects holds the
 * run; when it detaches, or its connection is lost, its breakpoints go and the run goes on.
 */
public final class GdbServer implements AutoCloseable {

	private final Run run;
	private final Consumer<String> say;
	private final ServerSocket listening;
	private Optional<Connection> connection = Optional.empty();

	private GdbServer(Run run, ServerSocket listening, Consumer<String> say) {
		this.run = run;
		this.listening = listening;
		this.say = say;
	}

	/**
	 * Begins to wait.
	 *
	 * @param port of TCP; 0 for any that is free
	 * @param say is told, in a line each and from any thread, what a user should know: whoever comes, goes, or sends nonsense
	 * @throws LabException if the port cannot be had
	 */
	public static GdbServer open(Run run, int port, Consumer<String> say) {
		try {
			GdbServer server = new GdbServer(run, new ServerSocket(port, 1, InetAddress.getLoopbackAddress()), say);
			Thread.ofPlatform().daemon().name("ringside gdb port").start(server::accept);
			return server;
		} catch (IOException e) {
			throw new LabException("port " + port + " for gdb cannot be had: " + Reasons.of(e) + "; choose another, or 0 for any that is free", e);
		}
	}

	/** The port that it waits on. */
	public int port() {
		return listening.getLocalPort();
	}

	private void accept() {
		while (!listening.isClosed()) {
			try {
				accepted(listening.accept());
			} catch (IOException e) {
				if (!listening.isClosed()) {
					say.accept("gdb: no more debuggers are served: " + Reasons.of(e));
				}
				return;
			}
		}
	}

	private synchronized void accepted(Socket socket) throws IOException {
		if (listening.isClosed() || connection.filter(Connection::open).isPresent()) {
			say.accept("gdb: a second debugger was turned away: detach the first");
			socket.close();
			return;
		}
		try {
			connection = Optional.of(new Connection(run, socket, say));
		} catch (IOException e) {
			say.accept("gdb: a connection was lost while it was made: " + Reasons.of(e));
			socket.close();
		}
	}

	/** The run has ended: tells the debugger, if there is one. */
	public synchronized void ended(Ending ending) {
		connection.ifPresent(c -> c.ended(ending));
	}

	/** Waits no longer, and ends the connection. */
	@Override
	public void close() {
		try {
			listening.close();
		} catch (IOException e) {
			say.accept("gdb: " + Reasons.of(e));
		}
		synchronized (this) {
			connection.ifPresent(Connection::close);
		}
	}
}
