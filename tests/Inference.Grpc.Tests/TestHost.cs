using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Digits.Inference.Tests;

/// <summary>Real servers on loopback.</summary>
internal static class TestHost
{
    /// <summary>Listens with plain-text HTTP/2; port 0 takes any that is free.</summary>
    public static void ListenOnLoopback(this WebApplicationBuilder builder, int port = 0) =>
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
}
