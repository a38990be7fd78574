using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>
/// Writes a request's route and answer into its span, before and after everything else that handles it. A file of the page that was served
/// leaves no span: dozens come with each visit and tell nothing.
/// </summary>
internal sealed class RequestSpanFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(DescribeAsync);
        next(app);
    };

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            {
                Describe(span, context);
            }
        }
    }

    private static void Describe(Activity span, HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>() is { Route: var route })
        {
            span.SetTag(SpanTags.HttpRoute, route);
        }

        var status = context.Response.StatusCode;
        if (context.GetEndpoint() is null && status < StatusCodes.Status400BadRequest)
        {
            ProbeSilencer.Silence(span);
            return;
        }

        span.SetTag(SpanTags.HttpStatus, status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag(SpanTags.ErrorType, status.ToString(CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
