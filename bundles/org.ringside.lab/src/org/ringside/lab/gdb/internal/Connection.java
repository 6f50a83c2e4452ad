package org.ringside.lab.gdb.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import org.ringside.lab.Ending;
import org.ringside.lab.Reasons;
import org.ringside.lab.Run;

/**
 * One debugger: a thread that reads its packets and has them answered between two steps of the run, and one that writes, so
 * that a debugger that does not listen holds nobody up.
 */
public final class Connection {

	private static final byte[] LAST = {};
	private static final long PATIENCE_MILLISECONDS = 1000;
	/** Packets that wait for their answer, and answers that wait to be read, at most. */
	private static final int QUESTIONS = 64;
	private static final int ANSWERS = 1024;

	private final Run run;
	private final Socket socket;
	private final Consumer<String> say;
	private final BlockingQueue<byte[]> toSend = new LinkedBlockingQueue<>(ANSWERS);
	private final Semaphore questions = new Semaphore(QUESTIONS);
	private final Thread writer;
	private Optional<Session> session = Optional.empty();
	private volatile byte[] lastPacket = {};
	private volatile boolean acknowledges = true;
	private volatile boolean open = true;
	/** It has said that it goes. */
	private volatile boolean parted;
	private boolean complained;

	/** Begins to serve it. */
	public Connection(Run run, Socket socket, Consumer<String> say) throws IOException {
		this.run = run;
		this.socket = socket;
		this.say = say;
		socket.setTcpNoDelay(true);
		OutputStream out = socket.getOutputStream();
		Wire wire = new Wire(socket.getInputStream());
		run.ask(this::begin);
		writer = Thread.ofPlatform().daemon().name("ringside gdb writer").start(() -> write(out));
		Thread.ofPlatform().daemon().name("ringside gdb reader").start(() -> read(wire));
	}

	private void begin(Run of) {
		Runnable quit = of::quit;
		session = Optional.of(new Session(of.debugger(), new Monitor(of.debugger(), quit), this::send, quit));
	}

	/** False once the connection has ended. */
	public boolean open() {
		return open;
	}

	/** The run has ended. */
	public void ended(Ending ending) {
		boolean waits = session.map(Session::running).orElse(false);
		if (waits) {
			send("W%02x".formatted(ending.status() & 0xff));
		}
	}

	/** Sends what is left to be sent, and ends. */
	public void close() {
		boolean was = open;
		open = false;
		questions.release(QUESTIONS);
		try {
			if (toSend.offer(LAST)) {
				writer.join(PATIENCE_MILLISECONDS);
			}
			socket.close();
			writer.interrupt();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		} catch (IOException e) {
			if (was) {
				say.accept("gdb: " + Reasons.of(e));
			}
		}
	}

	// ---- threads of the connection

	private void read(Wire wire) {
		String why = "the debugger closed its connection without detaching";
		try {
			for (Wire.Event event = wire.next(); !(event instanceof Wire.End); event = wire.next()) {
				came(event);
			}
		} catch (IOException e) {
			why = "the connection was lost: " + Reasons.of(e);
		}
		if (open) {
			if (!parted) {
				say.accept("gdb: " + why + "; the run goes on");
				run.ask(_ -> session.ifPresent(Session::gone));
			}
			close();
		}
	}

	private void came(Wire.Event event) {
		switch (event) {
		case Wire.Packet(String text) -> {
			acknowledge('+');
			if (text.equals("QStartNoAckMode")) {
				// what comes after it is not acknowledged, whenever it is answered
				acknowledges = false;
			}
			questions.acquireUninterruptibly();
			run.ask(_ -> {
				questions.release();
				answer(text);
			});
		}
		case Wire.Broken(String why) -> {
			acknowledge('-');
			complain("a packet " + why);
		}
		case Wire.Refused() -> enqueue(lastPacket);
		case Wire.Interrupt() -> run.ask(_ -> session.ifPresent(Session::interrupt));
		case Wire.End() -> {
			// the reader ends
		}
		}
	}

	private void acknowledge(char how) {
		if (acknowledges) {
			enqueue(new byte[] { (byte) how });
		}
	}

	/** Once is enough: who sends nonsense sends much of it. */
	private synchronized void complain(String what) {
		if (!complained) {
			complained = true;
			say.accept("gdb: " + what + "; it was refused, and further ones will be in silence");
		}
	}

	private void write(OutputStream out) {
		try {
			for (byte[] bytes = toSend.take(); bytes != LAST; bytes = toSend.take()) {
				out.write(bytes);
				out.flush();
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		} catch (IOException e) {
			// the reader finds it out too, and says so
		}
	}

	// ---- on the thread that plays the run

	private void answer(String packet) {
		try {
			parted = packet.startsWith("D") || packet.startsWith("k") || packet.startsWith("vKill");
			session.flatMap(s -> s.answer(packet)).ifPresent(this::send);
		} catch (PacketException e) {
			complain("the packet \"" + shown(packet) + "\" " + e.getMessage());
			send("E01");
		}
	}

	private static String shown(String packet) {
		String begin = packet.length() > 40 ? packet.substring(0, 40) + "..." : packet;
		return begin.replaceAll("[^ -~]", "?");
	}

	private void send(String text) {
		lastPacket = Wire.packet(text);
		enqueue(lastPacket);
	}

	/** Who asks and asks and never reads is not waited for. */
	private void enqueue(byte[] bytes) {
		if (!toSend.offer(bytes)) {
			try {
				socket.close();
			} catch (IOException e) {
				// it is of no use any more, and the reader says so
			}
		}
	}
}
