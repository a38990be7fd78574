using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>
/// Kestrel's own sockets, but that between the end of listening and the end of the open connections there is <see cref="ClosingTime"/>.
/// Kestrel alone closes idle connections at once, and with them the requests that are on their way to it.
/// </summary>
internal sealed class ClosingListenerFactory(SocketTransportFactory sockets, ClosingTime closing)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), closing);

    private sealed class Listener(IConnectionListener inner, ClosingTime closing) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is not null)
            {
                closing.Add(connection);
            }

            return connection;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await inner.UnbindAsync(cancellationToken);
            await closing.SpendAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
