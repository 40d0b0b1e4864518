CREATE TABLE "embed_origins" (
	"organization_id" text NOT NULL,
	"environment" text NOT NULL,
	"origin" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "embed_origins_organization_id_environment_origin_pk" PRIMARY KEY("organization_id","environment","origin")
);
--> statement-breakpoint
ALTER TABLE "embed_origins" ADD CONSTRAINT "embed_origins_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;