using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>Tells callers over HTTP/1.1 not to come back by the same connection. HTTP/2 has GOAWAY for that, which Kestrel sends.</summary>
internal sealed class ClosingFilter(ClosingTime closing) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (closing.Begun.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return following(context);
        });
        next(app);
    };
}
