/**
 * The state of a whole machine at one moment: taken, written, read back, compared and named by a digest.
 *
 * <p>Whatever has state is a {@link org.ringside.machine.Component}, whose state is one record. A
 * {@link org.ringside.machine.state.Snapshot} holds the records of all components by path, and the contents of memory,
 * sharing the frames that have not changed since: taking one costs one array of references and the components' own
 * records. {@link org.ringside.machine.state.StateCodec} writes a record by field name, so that it can be read when
 * the record has changed; {@link org.ringside.machine.state.SnapshotFile} writes a snapshot to a file that is complete
 * or absent. {@link org.ringside.machine.state.Digest} gives two machines the same name exactly if they cannot be told
 * apart, and {@link org.ringside.machine.state.Merkle} finds the frames where they differ.
 *
 * <pre>{@code
 * Snapshot before = Snapshot.of(components, memory);
 * …
 * before.restore(components, memory);          // all of it, or nothing and a StateException
 * String name = new Digest().of(before);
 * }</pre>
 *
 * <dl>
 * <dt>path</dt><dd>where a component is in its machine: {@code clock}, {@code hart0}, {@code uart0}</dd>
 * <dt>canonical</dt><dd>one sequence of bytes for one state: fields by name, components by path, zero frames as unused</dd>
 * </dl>
 */
package org.ringside.machine.state;
