namespace Grpc.Core;

/// <summary>Messages that go out, one at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the next writes; null for the call's.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; the next write must wait for the task.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes a message; a cancelled write ends the call.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? throw new NotSupportedException("This stream writer takes no cancellation token.")
            : WriteAsync(message);
}
