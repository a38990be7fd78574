namespace Aspire.Dashboard;

/// <summary>Every address of the dashboard is the same page; its script shows what the address says.</summary>
internal static class Pages
{
    private static readonly string[] Routes =
    [
        "/", "/consolelogs", "/consolelogs/resource/{name}", "/structuredlogs", "/structuredlogs/resource/{name}",
        "/traces", "/traces/resource/{name}", "/traces/detail/{id}", "/metrics", "/metrics/{**path}",
    ];

    public static void MapPages(this WebApplication app)
    {
        foreach (var route in Routes)
        {
            app.MapGet(route, (HttpContext context) => SendAsync(context, "index.html"));
        }

        app.MapFallback(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? Task.CompletedTask : SendAsync(context, "index.html");
        });
    }

    public static Task SendAsync(HttpContext context, string file)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(Path.Combine(AppContext.BaseDirectory, "wwwroot", file));
    }
}
