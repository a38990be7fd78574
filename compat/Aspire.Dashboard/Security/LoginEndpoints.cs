namespace Aspire.Dashboard.Security;

/// <summary>The login page, and the link with the token that the application host prints.</summary>
internal static class LoginEndpoints
{
    private const int MaxFormBytes = 4096;

    public static void MapLogin(this WebApplication app)
    {
        app.MapGet("/login", ShowAsync);
        app.MapPost("/login", EnterAsync);
    }

    private static Task ShowAsync(HttpContext context, BrowserSession session)
    {
        var query = context.Request.Query;
        if (query.TryGetValue("t", out var token))
        {
            Answer(context, session.TryOpen(context, token), query["returnUrl"]);
            return Task.CompletedTask;
        }

        if (session.IsOpen(context))
        {
            context.Response.Redirect(Local(query["returnUrl"]));
            return Task.CompletedTask;
        }

        return Pages.SendAsync(context, "login.html");
    }

    private static async Task EnterAsync(HttpContext context, BrowserSession session)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxFormBytes)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Answer(context, session.TryOpen(context, form["token"]), form["returnUrl"]);
    }

    private static void Answer(HttpContext context, bool isOpen, string? returnUrl)
    {
        var wanted = Local(returnUrl);
        context.Response.Redirect(isOpen ? wanted : $"/login?failed&returnUrl={Uri.EscapeDataString(wanted)}");
    }

    // Anything else could lead to a foreign page that asks for the token once more.
    private static string Local(string? url) =>
        url is ['/', ..] && url.Length < 2000 && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
