using System.Text;
using System.Text.Json.Nodes;

namespace Digits.Gateway.Tests.Transcoding;

public sealed class BindingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("/test/v1/shelves/1/books/2", "name", "shelves/1/books/2")]
    [InlineData("/test/v1/books/978-3%2F16", "isbn", "978-3/16")]
    [InlineData("/test/v1/books/7:unheard", "isbn", "7:unheard")]
    public async Task GetBook_Path_FillsTheField(string path, string field, string expected)
    {
        var book = await gateway.Http.GetJsonAsync(path);

        Assert.Equal(expected, (string?)book["request"]?[field]);
    }

    [Fact]
    public async Task GetBook_NestedPathVariable_FillsTheNestedField()
    {
        var book = await gateway.Http.GetJsonAsync("/test/v1/books/Jane/by-author?filter.author.born=1775&filter.genres=GENRE_PROSE&filter.genres=1&limit=3");

        var expected = JsonNode.Parse("""
            {"name": "", "isbn": "", "limit": 3, "filter": {"author": {"name": "Jane", "born": 1775}, "genres": ["GENRE_PROSE", "GENRE_POETRY"]}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, book["request"]), book.ToJsonString());
    }

    [Fact]
    public async Task GetBook_LiteralBesideVariable_LiteralWins()
    {
        var book = await gateway.Http.GetJsonAsync("/test/v1/books/newest");

        Assert.Equal("newest", (string?)book["title"]);
    }

    [Theory]
    [InlineData("/test/v1/files/a/b%20c", "a/b c")]
    [InlineData("/test/v1/files/a/b:stat", "a/b")]
    public async Task ReadFile_OpenPath_IsTakenWhole(string path, string expected)
    {
        var file = await gateway.Http.GetJsonAsync(path);

        Assert.Equal(expected, (string?)file["path"]);
    }

    [Fact]
    public async Task ListTitles_ResponseBody_IsTheFieldAlone()
    {
        var titles = await gateway.Http.GetJsonAsync("/test/v1/titles");

        Assert.Equal("""["Emma","Ulysses"]""", titles.ToJsonString());
    }

    [Fact]
    public async Task UpdateBook_BodyField_RestComesFromPathAndQuery()
    {
        using var content = new StringContent("""{"title": "Emma"}""", Encoding.UTF8, "application/json");
        using var response = await gateway.Http.PatchAsync(new Uri("/test/v1/books/7?updateMask=title,copies", UriKind.Relative), content);

        var request = (await response.ReadJsonAsync())["request"]!;
        Assert.Equal("7", (string?)request["isbn"]);
        Assert.Equal("Emma", (string?)request["book"]?["title"]);
        Assert.Equal("title,copies", (string?)request["updateMask"]);
    }

    [Fact]
    public async Task PurgeCache_CustomMethod_IsCalled()
    {
        using var response = await gateway.Http.SendAsync("PURGE", "/test/v1/cache");

        Assert.Equal("{}", (await response.ReadJsonAsync()).ToJsonString());
    }

    [Theory]
    [InlineData("small=3&words=a&words=b%20c&on=true&genre=GENRE_PROSE", """{"small": 3, "words": ["a", "b c"], "on": true, "genre": "GENRE_PROSE"}""")]
    [InlineData("time=2026-01-31T09:00:00Z&span=2s&wrapped=5", """{"time": "2026-01-31T09:00:00Z", "span": "2s", "wrapped": 5}""")]
    [InlineData("author.name=Jane&data=aGk%3D&right=4", """{"author": {"name": "Jane", "born": 0}, "data": "aGk=", "right": 4}""")]
    [InlineData("counts=%7B%22a%22:1,%22b%22:2%7D", """{"counts": {"a": 1, "b": 2}}""")]
    [InlineData("authors=%7B%22born%22:1%7D&authors=%7B%22born%22:2%7D", """{"authors": [{"name": "", "born": 1}, {"name": "", "born": 2}]}""")]
    public async Task Echo_Query_FillsFields(string query, string expected)
    {
        var answer = await gateway.Http.GetJsonAsync($"/test/v1/echo?{query}");

        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
        {
            Assert.True(JsonNode.DeepEquals(value, answer["request"]![name]), answer.ToJsonString());
        }
    }

    [Theory]
    [InlineData("/test/v1/echo?bogus=1", "bogus", "is not a known query parameter")]
    [InlineData("/test/v1/echo?author.bogus=1", "author.bogus", "is not a known query parameter")]
    [InlineData("/test/v1/echo?words.x=1", "words.x", "is not a known query parameter")]
    [InlineData("/test/v1/echo?small=x", "small", "must be a whole number")]
    [InlineData("/test/v1/echo?small=1&small=2", "small", "is given more than once")]
    [InlineData("/test/v1/echo?genre=NOVEL", "genre", "must be one of GENRE_UNSPECIFIED, GENRE_POETRY, GENRE_PROSE")]
    [InlineData("/test/v1/echo?author=Jane", "author", "must be JSON")]
    [InlineData("/test/v1/echo?authors=Jane", "authors", "must be JSON")]
    [InlineData("/test/v1/echo?counts=1", "counts", "must be a JSON object")]
    [InlineData("/test/v1/books/7?isbn=8", "isbn", "is not read from the query here; path or body give it")]
    [InlineData("/api/v1/models/digits/versions/x", "version", "must be a whole number")]
    [InlineData("/api/v1/runs?pageSize=99999999999", "pageSize", "must be from -2147483648 to 2147483647")]
    public async Task Get_WrongParameter_Is400NamingIt(string path, string key, string fault)
    {
        using var response = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative));

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal(fault, (string?)problem["errors"]?[key]?[0]);
    }

    [Fact]
    public async Task Post_QueryBesideWholeBody_Is400()
    {
        using var response = await gateway.Http.PostTextAsync("/api/v1/runs?dataset=mnist", "{}");

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("dataset is not read from the query here; put it into the body.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Delete_UnexpectedBody_Is400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/runs/7") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };

        using var response = await gateway.Http.SendAsync(request);

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("UNEXPECTED_BODY", (string?)problem["reason"]);
    }

    [Fact]
    public async Task StartRun_JsonOfTheReadme_IsUnderstood()
    {
        var answer = await gateway.Http.PostJsonAsync("/api/v1/runs", """{"dataset": "mnist", "preset": "fast", "model": "digits", "seed": 1, "epochs": 1}""");

        var run = answer["run"]!;
        Assert.Equal("r1", (string?)run["run"]);
        Assert.Equal("QUEUED", (string?)run["state"]);
        Assert.Equal(1, (int)run["settings"]!["epochs"]!);
        Assert.Equal("[]", run["epochs"]!.ToJsonString());
        Assert.False(run.AsObject().ContainsKey("testAccuracy"));
    }

    [Fact]
    public async Task CancelRun_PathAndVerb_FillTheRun()
    {
        var answer = await gateway.Http.PostJsonAsync("/api/v1/runs/a%2Fb:cancel", "{}");

        Assert.Equal("a/b", (string?)answer["run"]?["run"]);
        Assert.Equal("CANCELLED", (string?)answer["run"]?["state"]);
    }

    [Fact]
    public async Task ListRuns_NoRuns_IsAnEmptyList()
    {
        var answer = await gateway.Http.GetJsonAsync("/api/v1/runs");

        Assert.Equal("""{"runs":[],"nextPageToken":""}""", answer.ToJsonString());
    }
}
