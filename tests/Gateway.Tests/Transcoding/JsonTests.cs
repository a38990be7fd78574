using System.Text.Json.Nodes;

namespace Digits.Gateway.Tests.Transcoding;

public sealed class JsonTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("""{"small": -7}""", "small", "-7")]
    [InlineData("""{"small": "12"}""", "small", "12")]
    [InlineData("""{"small": 1e3}""", "small", "1000")]
    [InlineData("""{"natural": 4294967295}""", "natural", "4294967295")]
    [InlineData("""{"large": "9223372036854775807"}""", "large", "\"9223372036854775807\"")]
    [InlineData("""{"huge": 18446744073709551615}""", "huge", "\"18446744073709551615\"")]
    [InlineData("""{"real": 0.25}""", "real", "0.25")]
    [InlineData("""{"real": "NaN"}""", "real", "\"NaN\"")]
    [InlineData("""{"real": "-Infinity"}""", "real", "\"-Infinity\"")]
    [InlineData("""{"rough": 1.5}""", "rough", "1.5")]
    [InlineData("""{"on": true}""", "on", "true")]
    [InlineData("""{"data": "aGk="}""", "data", "\"aGk=\"")]
    [InlineData("""{"data": "-_8"}""", "data", "\"+/8=\"")]
    [InlineData("""{"genre": "GENRE_PROSE"}""", "genre", "\"GENRE_PROSE\"")]
    [InlineData("""{"genre": 2}""", "genre", "\"GENRE_PROSE\"")]
    [InlineData("""{"genres": ["GENRE_PROSE", 1]}""", "genres", """["GENRE_PROSE","GENRE_POETRY"]""")]
    [InlineData("""{"words": ["め", "\n", "\ud83d\ude00"]}""", "words", """["め","\n","😀"]""")]
    [InlineData("""{"numbers": [3, "4"]}""", "numbers", "[3,4]")]
    [InlineData("""{"author": {"name": "Jane", "born": 1775}}""", "author", """{"name":"Jane","born":1775}""")]
    [InlineData("""{"authors": [{"name": "Jane"}]}""", "authors", """[{"name":"Jane","born":0}]""")]
    [InlineData("""{"counts": {"a": 1}}""", "counts", """{"a":1}""")]
    [InlineData("""{"ranked": {"1": {"name": "Jane"}}}""", "ranked", """{"1":{"name":"Jane","born":0}}""")]
    [InlineData("""{"maybe": 0}""", "maybe", "0")]
    [InlineData("""{"time": "2026-01-31T09:00:00.5+01:00"}""", "time", "\"2026-01-31T08:00:00.500Z\"")]
    [InlineData("""{"span": "1.5s"}""", "span", "\"1.500s\"")]
    [InlineData("""{"wrapped": 0}""", "wrapped", "0")]
    [InlineData("""{"anything": {"a": [1, null]}}""", "anything", """{"a":[1,null]}""")]
    [InlineData("""{"anything": null}""", "anything", "null")]
    [InlineData("""{"left": ""}""", "left", "\"\"")]
    public async Task Echo_Value_ComesBackAsProtoJson(string json, string field, string expected)
    {
        var answer = await gateway.Http.PostJsonAsync("/test/v1/echo/x", json);

        Assert.True(answer["request"]!.AsObject().TryGetPropertyValue(field, out var value));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), value), value?.ToJsonString());
    }

    [Fact]
    public async Task Echo_NothingSet_WritesDefaultsButNoOptionals()
    {
        var answer = await gateway.Http.PostJsonAsync("/test/v1/echo/x", "{}");

        var expected = JsonNode.Parse("""
            {"name": "x", "small": 0, "natural": 0, "large": "0", "huge": "0", "real": 0, "rough": 0, "on": false, "data": "",
             "genre": "GENRE_UNSPECIFIED", "genres": [], "words": [], "numbers": [], "authors": [], "counts": {}, "ranked": {}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, answer["request"]), answer.ToJsonString());
    }

    [Theory]
    [InlineData("""{"bogus": 1}""", "bogus", "is not a known field")]
    [InlineData("""{"author": {"nmae": "x"}}""", "author.nmae", "is not a known field; known are name, born")]
    [InlineData("""{"authors": [{}, {"born": "x"}]}""", "authors[1].born", "must be a whole number")]
    [InlineData("""{"small": "many"}""", "small", "must be a whole number")]
    [InlineData("""{"small": 1.5}""", "small", "must be a whole number")]
    [InlineData("""{"small": true}""", "small", "must be a whole number")]
    [InlineData("""{"small": 2147483648}""", "small", "must be from -2147483648 to 2147483647")]
    [InlineData("""{"natural": -1}""", "natural", "must be from 0 to 4294967295")]
    [InlineData("""{"large": 1e99}""", "large", "must be from -9223372036854775808 to 9223372036854775807")]
    [InlineData("""{"real": "much"}""", "real", "must be a number")]
    [InlineData("""{"real": 1e999}""", "real", "is too large for a double")]
    [InlineData("""{"rough": 1e99}""", "rough", "is too large for a float")]
    [InlineData("""{"on": "true"}""", "on", "must be true or false")]
    [InlineData("""{"name": 5}""", "name", "must be a string")]
    [InlineData("""{"data": "?"}""", "data", "must be base64")]
    [InlineData("""{"data": 5}""", "data", "must be a string in base64")]
    [InlineData("""{"data": "\ud800"}""", "data", "is not valid Unicode")]
    [InlineData("""{"genre": "NOVEL"}""", "genre", "must be one of GENRE_UNSPECIFIED, GENRE_POETRY, GENRE_PROSE")]
    [InlineData("""{"genre": 9}""", "genre", "must be one of GENRE_UNSPECIFIED, GENRE_POETRY, GENRE_PROSE")]
    [InlineData("""{"words": "one"}""", "words", "must be a JSON array")]
    [InlineData("""{"words": ["a", null]}""", "words[1]", "must be a string")]
    [InlineData("""{"words": ["\udead"]}""", "words[0]", "is not valid Unicode")]
    [InlineData("""{"author": "Jane"}""", "author", "must be a JSON object")]
    [InlineData("""{"counts": {"a": "x"}}""", "counts.a", "must be a whole number")]
    [InlineData("""{"ranked": {"first": {}}}""", "ranked", "has the key \"first\", which must be a whole number")]
    [InlineData("""{"time": "yesterday"}""", "time", "must be a time such as \"2026-01-31T09:00:00Z\"")]
    [InlineData("""{"span": "long"}""", "span", "must be a duration such as \"1.5s\"")]
    [InlineData("""{"left": "a", "right": 1}""", "right", "cannot be given together with left")]
    [InlineData("""{"small": 1, "small": 2}""", "small", "is given twice")]
    [InlineData("[]", "body", "must be a JSON object")]
    [InlineData("null", "body", "must be a JSON object")]
    [InlineData("""{"\ud800": 1}""", "body", "has a name that is not valid Unicode")]
    public async Task Echo_WrongValue_Is400NamingFieldAndFault(string json, string field, string fault)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", json);

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("INVALID_FIELD", (string?)problem["reason"]);
        Assert.Equal("INVALID_ARGUMENT", (string?)problem["code"]);
        Assert.StartsWith(fault, (string?)problem["errors"]?[field]?[0], StringComparison.Ordinal);
        Assert.Contains($"{field} {fault}", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Echo_SeveralFaults_NamesThemAll()
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", """{"small": "a", "on": 1}""");

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("small must be a whole number; on must be true or false.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("""{"small": }""")]
    [InlineData("""{"small": 1""")]
    [InlineData("""{"small": 1,}""")]
    [InlineData("{'small': 1}")]
    [InlineData("   ")]
    [InlineData("{} {}")]
    public async Task Echo_MalformedJson_Is400SayingWhere(string json)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", json);

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal("MALFORMED_JSON", (string?)problem["reason"]);
        Assert.Matches("^The body is not valid JSON at line 1, byte [0-9]+: .+\\.$", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Echo_DeeplyNestedJson_Is400()
    {
        var json = "{\"anything\": " + new string('[', 1000) + new string(']', 1000) + "}";

        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", json);

        await response.ReadProblemAsync(400);
    }

    [Fact]
    public async Task Echo_EmptyBody_IsTheEmptyMessage()
    {
        using var response = await gateway.Http.PostAsync(new Uri("/test/v1/echo/x", UriKind.Relative), null);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("x", (string?)answer["request"]?["name"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.digits+json")]
    public async Task Echo_JsonContentType_IsRead(string contentType)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", """{"small": 3}""", contentType);

        var answer = await response.ReadJsonAsync();
        Assert.Equal(3, (int)answer["request"]!["small"]!);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Echo_OtherContentType_Is415(string contentType)
    {
        using var response = await gateway.Http.PostTextAsync("/test/v1/echo/x", """{"small": 3}""", contentType);

        var problem = await response.ReadProblemAsync(415);
        Assert.Contains("send application/json", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Echo_LargeBody_IsReadWhole()
    {
        var data = Convert.ToBase64String(new byte[3 << 20]);

        var answer = await gateway.Http.PostJsonAsync("/test/v1/echo/x", $$"""{"data": "{{data}}"}""");

        Assert.Equal(data, (string?)answer["request"]?["data"]);
    }
}
