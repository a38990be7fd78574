using Aspire.Dashboard.Configuration;
using Grpc.Core;

namespace Aspire.Dashboard.Security;

/// <summary>On the receivers' ports: lets only OTLP through, and only with the key.</summary>
internal sealed class OtlpGate(RequestDelegate next, DashboardOptions options)
{
    private const string KeyHeader = "x-otlp-api-key";
    private const string Refusal = "The header x-otlp-api-key is missing or holds another key.";

    public Task InvokeAsync(HttpContext context)
    {
        if (!ConnectionKindFeature.Is(context, ConnectionKind.Otlp))
        {
            return next(context);
        }

        if (!OtlpPaths.IsOtlp(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return IsAllowed(context.Request) ? next(context) : RefuseAsync(context);
    }

    private bool IsAllowed(HttpRequest request)
    {
        var given = request.Headers[KeyHeader].ToString();
        return options.OtlpKeys.Count == 0 || options.OtlpKeys.Any(key => SecretText.AreEqual(key, given));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var response = context.Response;
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            // gRPC tells its errors in headers of a successful answer.
            response.ContentType = "application/grpc";
            response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString("D", System.Globalization.CultureInfo.InvariantCulture);
            response.Headers["grpc-message"] = Refusal;
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status401Unauthorized;
        return response.WriteAsync(Refusal);
    }
}
