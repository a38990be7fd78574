using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aspire.Dashboard.Configuration;

namespace Aspire.Dashboard.Security;

/// <summary>Who may look: a browser that was once given the token keeps a cookie made of it.</summary>
internal sealed class BrowserSession(DashboardOptions options)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    // Made of the token, so that it lasts as long as the token, over restarts too.
    private readonly string _proof = options.BrowserToken is null ? "" : Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.BrowserToken), "Aspire.Dashboard browser session"u8));

    public bool IsOpen(HttpContext context) =>
        options.BrowserToken is null || SecretText.AreEqual(_proof, context.Request.Cookies[CookieName(context)] ?? "");

    /// <summary>Gives the cookie if the token is right.</summary>
    public bool TryOpen(HttpContext context, string? token)
    {
        if (options.BrowserToken is null)
        {
            return true;
        }

        if (token is null || !SecretText.AreEqual(options.BrowserToken, token.Trim()))
        {
            return false;
        }

        // Lax, not strict: the link is followed from elsewhere and leads on to the page.
        context.Response.Cookies.Append(CookieName(context), _proof, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            Path = "/",
        });
        return true;
    }

    // Cookies know no ports: without it, the dashboards of two applications would log each other out.
    private static string CookieName(HttpContext context) => $".Aspire.Dashboard.{context.Connection.LocalPort}";
}
