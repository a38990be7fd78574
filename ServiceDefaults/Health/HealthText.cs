using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Digits.ServiceDefaults.Health;

/// <summary>The answer to who asks for <c>/health</c>: the state, and what stands in the way of a better one.</summary>
internal static class HealthText
{
    /// <summary>Writes <c>Healthy</c>, or <c>Unhealthy: </c> and the reasons.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var reasons =
            from check in report.Entries
            where check.Value.Status != HealthStatus.Healthy
            select check.Value.Description ?? $"The check {check.Key} failed.";
        var why = string.Join(' ', reasons);
        return context.Response.WriteAsync(why.Length == 0 ? $"{report.Status}" : $"{report.Status}: {why}", context.RequestAborted);
    }
}
