using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;

namespace Digits.Tests;

/// <summary>Stands in for a name server: whatever name is asked for has these ports of this host behind it.</summary>
internal sealed class AddressBook(params int[] ports) : ResolverFactory
{
    public override string Name => "dns";

    public override Resolver Create(ResolverOptions options) => new Page(ports, options.LoggerFactory);

    private sealed class Page(int[] ports, ILoggerFactory loggerFactory) : PollingResolver(loggerFactory)
    {
        protected override Task ResolveAsync(CancellationToken cancellationToken)
        {
            Listener(ResolverResult.ForResult([.. ports.Select(port => new BalancerAddress("127.0.0.1", port))]));
            return Task.CompletedTask;
        }
    }
}
