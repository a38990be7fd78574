using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Digits.Training.Storage.Migrations
{
    /// <summary>Creates the tables. Without column types each provider takes its own, so this serves SQLite and PostgreSQL.</summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ModelVersions",
                columns: table => new
                {
                    Model = table.Column<string>(nullable: false),
                    Version = table.Column<int>(nullable: false),
                    Run = table.Column<string>(nullable: false),
                    Dataset = table.Column<string>(nullable: false),
                    DatasetVersion = table.Column<string>(nullable: false),
                    Labels = table.Column<string>(nullable: false),
                    TestAccuracy = table.Column<double>(nullable: true),
                    Sha256 = table.Column<string>(nullable: false),
                    SizeBytes = table.Column<int>(nullable: false),
                    CreateTime = table.Column<DateTimeOffset>(nullable: false),
                    Members = table.Column<int>(nullable: false),
                    DeleteTime = table.Column<DateTimeOffset>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModelVersions", x => new { x.Model, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "Runs",
                columns: table => new
                {
                    Ordinal = table.Column<long>(nullable: false)
                        .Annotation("Sqlite:Autoincrement", true)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<string>(nullable: true),
                    State = table.Column<string>(nullable: false),
                    Dataset = table.Column<string>(nullable: false),
                    Document = table.Column<string>(nullable: false),
                    Progress = table.Column<string>(nullable: true),
                    LastSequence = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Runs", x => x.Ordinal);
                });

            migrationBuilder.CreateTable(
                name: "RunEvents",
                columns: table => new
                {
                    RunOrdinal = table.Column<long>(nullable: false),
                    Sequence = table.Column<int>(nullable: false),
                    Payload = table.Column<byte[]>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunEvents", x => new { x.RunOrdinal, x.Sequence });
                    table.ForeignKey(
                        name: "FK_RunEvents_Runs_RunOrdinal",
                        column: x => x.RunOrdinal,
                        principalTable: "Runs",
                        principalColumn: "Ordinal",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SuspectLabels",
                columns: table => new
                {
                    RunOrdinal = table.Column<long>(nullable: false),
                    Rank = table.Column<int>(nullable: false),
                    Number = table.Column<int>(nullable: false),
                    Part = table.Column<int>(nullable: false),
                    Label = table.Column<string>(nullable: false),
                    SuggestedLabel = table.Column<string>(nullable: false),
                    LabelProbability = table.Column<double>(nullable: false),
                    SuggestedProbability = table.Column<double>(nullable: false),
                    Score = table.Column<double>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SuspectLabels", x => new { x.RunOrdinal, x.Rank });
                    table.ForeignKey(
                        name: "FK_SuspectLabels_Runs_RunOrdinal",
                        column: x => x.RunOrdinal,
                        principalTable: "Runs",
                        principalColumn: "Ordinal",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Dataset",
                table: "Runs",
                column: "Dataset");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Id",
                table: "Runs",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Runs_State",
                table: "Runs",
                column: "State");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ModelVersions");

            migrationBuilder.DropTable(
                name: "RunEvents");

            migrationBuilder.DropTable(
                name: "SuspectLabels");

            migrationBuilder.DropTable(
                name: "Runs");
        }
    }
}
