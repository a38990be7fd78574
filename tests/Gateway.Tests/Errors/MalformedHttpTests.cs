using Digits.Gateway.Tests.Uploads;

namespace Digits.Gateway.Tests.Errors;

/// <summary>Whatever bytes come in over HTTP/1.1: never a 500, and never silence.</summary>
public sealed class MalformedHttpTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Post = "POST /test/v1/echo/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private const string Upload = "POST /test/v1/books:donate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n";

    public static TheoryData<string> Requests =>
    [
        Post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n80000000\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}0\r\n\r\n",
        Post + "Transfer-Encoding: gzip\r\n\r\n",
        Post + "Transfer-Encoding: chunked, gzip\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        Post + "Content-Length: -1\r\n\r\n{}",
        Post + "Content-Length: 99999999999999999999\r\n\r\n{}",
        Post + "Content-Length: 9223372036854775807\r\n\r\n{}",
        Post + "Content-Length: two\r\n\r\n{}",
        Post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        Post + "Content-Length: 5\r\n\r\n\0\0\0\0\0",
        Post + "Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\n\u001f\u008b\0\0",
        Post + "Content-Length: 3\r\n\r\n\u00ef\u00bb\u00bf",
        Upload + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nab\r\n0\r\n\r\n",
        Upload + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        "POST /test/v1/books:donate HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n--b\r\n",
        "POST /test/v1/books:donate HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 7\r\n\r\n--c\r\n\r\n",
        "POST /test/v1/books:donate HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=\"\r\nContent-Length: 2\r\n\r\n{}",
        "GET /test/v1/titles HTTP/1.1\r\n\r\n",
        "GET /test/v1/titles HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /test/v1/titles HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /test/v1/titles HTTP/1.1\r\nHost: local host\r\n\r\n",
        "GET /test/v1/titles HTTP/1.1\r\nHost: localhost:99999999\r\n\r\n",
        "GET /test/v1/titles HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET /test/v1/titles HTTP/1.0\r\n\r\n",
        "GET /test/v1/titles HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /test/v1/\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /test/v1/books/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /test/v1/nothing/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /test/v1/nothing/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET //// HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://evil.example/test/v1/titles HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
        "TRACE /test/v1/titles HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "G@T /test/v1/titles HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nName\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nNa me: x\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nX: \u0080\u00ff\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: !\r\n\r\n",
        "GET /test/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nExpect: nonsense\r\nRange: bytes=9-1\r\nIf-Modified-Since: x\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_Malformed_IsAnsweredAndNotByAFailure(string request)
    {
        using var connection = await RawConnection.OpenAsync(gateway.Http);
        await connection.WriteAsync(request);

        // A request that cannot be told from an unfinished one ends with the connection's own time limit; none of these is.
        var head = await connection.ReadHeadAsync().WaitAsync(TimeSpan.FromSeconds(20));

        // The server may overlook a strange port, or close the connection without a word; what the gateway must not do is to fail.
        Assert.Matches("^(HTTP/1.1 [24][0-9][0-9] |HTTP/1.1 50[15] |$)", head);
    }
}
